/* A picture of a document, taken here: it never touches the gallery and lies nowhere in clear. */

const WIDEST = 1600;
const LARGEST = 900000; // bytes; the unit takes one picture a request

let stream = null;

export const start = async (video) => {
  stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: WIDEST } },
    audio: false,
  });
  video.srcObject = stream;
  await video.play();
};

export const stop = (video) => {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  video.srcObject = null;
};

const blobOf = (canvas, quality) => new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));

const coded = async (blob) => {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
};

export const shoot = async (video) => {
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, WIDEST / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  for (const quality of [0.85, 0.7, 0.5]) {
    const blob = await blobOf(canvas, quality);
    if (blob.size <= LARGEST) return coded(blob);
  }
  return coded(await blobOf(canvas, 0.3));
};

export const ofCanvas = async (canvas) => coded(await blobOf(canvas, 0.8));
