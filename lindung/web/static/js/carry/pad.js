/* Signing with a finger, or pressing the thumb: the pad draws what touches it. */

export const pad = (canvas) => {
  const ink = canvas.getContext("2d");
  let last = null;
  let used = false;

  const clear = () => {
    ink.fillStyle = "#ffffff";
    ink.fillRect(0, 0, canvas.width, canvas.height);
    used = false;
  };

  const point = (event) => {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    const wide = Math.max(3, Math.min(90, (event.width || 3) * scale));
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale, wide };
  };

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = point(event);
    used = true;
    ink.fillStyle = "#14211e";
    ink.beginPath();
    ink.ellipse(last.x, last.y, last.wide / 2, last.wide / 1.6, 0, 0, 2 * Math.PI);
    ink.fill();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = point(event);
    ink.strokeStyle = "#14211e";
    ink.lineWidth = 3;
    ink.lineCap = "round";
    ink.beginPath();
    ink.moveTo(last.x, last.y);
    ink.lineTo(next.x, next.y);
    ink.stroke();
    last = next;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      last = null;
    });
  }
  clear();
  return { clear, isUsed: () => used };
};
