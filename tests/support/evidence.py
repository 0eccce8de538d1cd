"""Files as Lin has them: a photograph that tells its place, a document, a film."""

from __future__ import annotations

import base64
import struct

from playwright.sync_api import Browser

PAGE_OF_TEXT = (
    "Gao said that I had to come. At dinner they pressed me to drink, he and Teng. Then Teng "
    "kissed me. I woke in my hotel room and I do not remember the night. The camera shows that "
    "Gao came to my room four times. " * 13
)
ELEVEN_PAGES = "\n\n".join(f"{number}. {PAGE_OF_TEXT}" for number in range(1, 12))
PLACE = b"31.2304N 121.4737E"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n"
)
_DRAW = """async () => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 16;
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#226655'; pen.fillRect(0, 0, 16, 16);
  const kept = (blob) => new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(',')[1]);
    reader.readAsDataURL(blob);
  });
  const photo = await new Promise((done) => canvas.toBlob(done, 'image/jpeg'));
  const parts = [];
  const film = new MediaRecorder(canvas.captureStream(20), {mimeType: 'video/webm;codecs=vp8'});
  film.ondataavailable = ({data}) => parts.push(data);
  const over = new Promise((done) => { film.onstop = done; });
  film.start();
  for (let i = 0; i < 20; i++) {
    pen.fillRect(i % 16, 0, 1, 16); pen.fillStyle = i % 2 ? '#226655' : '#eeddcc';
    await new Promise((done) => setTimeout(done, 50));
  }
  film.stop();
  await over;
  return [await kept(photo), await kept(new Blob(parts))];
}"""


def photograph_and_film(chromium: Browser, *, film_bytes: int) -> tuple[bytes, bytes]:
    """A JPEG with the place in its EXIF, and a WebM that plays and is at least so long."""
    page = chromium.new_page()
    photo, film = (base64.b64decode(each) for each in page.evaluate(_DRAW))
    page.close()
    return photo[:2] + _exif() + photo[2:], film + _void(film_bytes)


def _exif() -> bytes:
    """APP1 with a GPS directory whose one entry holds the place as text."""
    gps = struct.pack(">HHHIII", 1, 0x001D, 2, len(PLACE), 8 + 18 + 18, 0)
    first = struct.pack(">HHHIII", 1, 0x8825, 4, 1, 8 + 18, 0)
    body = b"Exif\0\0" + b"MM\0*" + (8).to_bytes(4) + first + gps + PLACE
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body


def _void(size: int) -> bytes:
    """An EBML element that players skip (RFC 8794, section 11.3.2)."""
    return b"\xec" + (size | 1 << 56).to_bytes(8) + bytes(size)
