"""The site's own switchboard (Asterisk, FreePBX, Issabel): its calls in, our call-backs out."""
