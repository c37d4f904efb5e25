"""What statistics may know of missions: moments and lengths, never a word, a person or a place.

It runs in the frame of one unit: row-level security hides what a conflict of interest hides.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from lindung.response.codes import Stamp


@dataclass(frozen=True, slots=True)
class OutAt:
    """Missions that were asked for at one hour, on one weekday, or ever."""

    hour: int | None
    weekday: int | None  # 0 is Monday
    n: int
    n_departed: int
    departed_s: int | None  # the median from being asked
    n_arrived: int
    arrived_s: int | None


# Of one person the newest entry counts, of several the earliest: docs/adr/0030-missions.md.
MOMENT = """(select min(one.at) from (
  select distinct on (s.entered_by) s.at from response_stamped s
  where s.mission_id = m.id and s.stamp = '{stamp}' order by s.entered_by, s.entered_at desc
) as one where one.at >= m.asked_at)"""
OUT = f"""
with went as (
  select extract(hour from m.asked_at at time zone %s)::int as hour,
    extract(isodow from m.asked_at at time zone %s)::int - 1 as weekday,
    {MOMENT.format(stamp=Stamp.EN_ROUTE.value)} - m.asked_at as departed,
    {MOMENT.format(stamp=Stamp.ON_SCENE.value)} - m.asked_at as arrived
  from response_mission m where m.asked_at > statement_timestamp() - %s)
select hour, weekday, count(*), count(departed),
  extract(epoch from percentile_disc(0.5) within group (order by departed)), count(arrived),
  extract(epoch from percentile_disc(0.5) within group (order by arrived))
from went group by grouping sets ((), (hour), (weekday)) order by hour, weekday
"""  # noqa: S608  # our own words


def out(within: timedelta, time_zone: str) -> list[OutAt]:
    """Return when missions were asked for, and how long until they departed and arrived. One query.

    A row without hour and weekday is all of them. A moment before the asking is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(OUT, [time_zone, time_zone, within])  # type: ignore[list-item]  # psycopg takes lengths
        rows = cursor.fetchall()
    return [OutAt(*(None if one is None else int(one) for one in row)) for row in rows]  # type: ignore[arg-type]  # counts are never null
