"""Makes the pictures beside it: small ones of every kind, each with SECRET planted in it.

    python tests/pictures/make.py

Needs Pillow, and pillow-heif for the two HEIC (which is no dependency of Heard: the pictures are
kept). ``*-turned`` lie on their side and are turned by what their EXIF says.
"""

from __future__ import annotations

import io
import struct
import sys
import zlib
from pathlib import Path

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

HERE = Path(__file__).parent
SIZE = (48, 32)
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRET xmp</x:xmpmeta>"
TURNED = 6


def picture(mode: str = "RGB") -> Image.Image:
    """Something whose sides and colours differ."""
    image = Image.new("RGB", SIZE, "#c03020")
    draw = ImageDraw.Draw(image)
    draw.rectangle((4, 4, 20, 14), fill="#20a040")
    draw.ellipse((24, 10, 44, 30), fill="#3050d0")
    draw.line((0, 31, 47, 0), fill="#f0e000", width=2)
    if mode == "RGBA":
        mask = Image.linear_gradient("L").resize(SIZE)
        image.putalpha(mask)
    return image.convert(mode)


def exif(orientation: int) -> bytes:
    """Maker, model, owner, place, and the way up."""
    made = Image.Exif()
    made[0x010F] = "SECRET maker"
    made[0x0112] = orientation
    made[0x013B] = "SECRET owner"
    made.get_ifd(0x8769)[0xA431] = "SECRET serial"
    made.get_ifd(0x8769)[0x927C] = b"SECRET maker note"
    made.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 29: "2026:03:10"})
    return made.tobytes()


def profile() -> bytes:
    """Wide colours, on a screen with a serial number."""

    def fixed(*values: float) -> bytes:
        return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))

    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, 563) + bytes(2)
    text = b"SECRET screen\0"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78),
        b"cprt": b"text" + bytes(4) + b"SECRET copyright\0",
        b"wtpt": b"XYZ " + bytes(4) + fixed(0.9642, 1, 0.8249),
        b"rXYZ": b"XYZ " + bytes(4) + fixed(0.5151, 0.2412, -0.0011),
        b"gXYZ": b"XYZ " + bytes(4) + fixed(0.2919, 0.6922, 0.0419),
        b"bXYZ": b"XYZ " + bytes(4) + fixed(0.1572, 0.0666, 0.7841),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
        b"mmod": b"mmod" + bytes(4) + b"SECRET serial of the screen ",
    }
    at, rows, bodies = 132 + 12 * len(tags), b"", b""
    for name, tag in tags.items():
        padded = tag + bytes(-len(tag) % 4)
        rows += name + struct.pack(">II", at + len(bodies), len(tag))
        bodies += padded
    head = struct.pack(
        ">I4sI4s4s4s12s4s4sI4s4s8sI12s4s44s",
        at + len(bodies), b"SECR", 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"SECRETSECRET", b"acsp",
        b"APPL", 0, b"SECR", b"SECR", bytes(8), 0, fixed(0.9642, 1, 0.8249), b"SECR", bytes(44),
    )  # fmt: skip
    return head + struct.pack(">I", len(tags)) + rows + bodies


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def frames(mode: str) -> list[Image.Image]:
    """Three, each turned a little."""
    return [picture(mode).rotate(20 * i) for i in range(3)]


def jpegs() -> dict[str, bytes]:
    """Sequential and progressive, turned, grey, for print; a film and a second picture behind."""
    usual = {"exif": exif(1), "icc_profile": profile(), "comment": b"SECRET comment", "xmp": XMP}
    plain = saved(picture(), "JPEG", quality=90, **usual)
    trailer = b"SECRET trailer" + saved(picture(), "JPEG", exif=exif(1))
    motion = b"\0\0\0\x18ftypmp42SECRET film" + bytes(40)
    ink = saved(picture().convert("CMYK"), "JPEG", comment=b"SECRET")
    return {
        "photo.jpg": plain,
        "progressive.jpg": saved(
            picture(), "JPEG", progressive=True, restart_marker_rows=1, **usual
        ),
        "turned.jpg": saved(picture(), "JPEG", exif=exif(TURNED), quality=90),
        "grey.jpg": saved(picture("L"), "JPEG", exif=exif(1)),
        "ink.jpg": ink,
        "second.jpg": plain + trailer,
        "motion.jpg": plain + motion,
        "mpo.jpg": saved(
            picture(), "MPO", save_all=True, append_images=frames("RGB")[1:], exif=exif(1)
        ),
    }


def pngs() -> dict[str, bytes]:
    """Of every kind of points; moving; interlaced; with words in every place."""
    info = PngInfo()
    info.add_text("Author", "SECRET")
    info.add_text("Comment", "SECRET", zip=True)
    info.add_itxt("XML:com.adobe.xmp", "SECRET")
    whole = saved(
        picture("RGBA"),
        "PNG",
        pnginfo=info,
        exif=exif(TURNED),
        icc_profile=profile(),
        dpi=(144, 144),
    )
    rows = b"".join(b"\0" + picture().crop((0, y, 48, y + 1)).tobytes() for y in range(32))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 48, 32, 8, 2, 0, 0, 0))
    mark = b"\x89PNG\r\n\x1a\n"
    extra = b"".join(
        chunk(name, b"SECRET") for name in (b"caBX", b"meTa", b"iDOT", b"tIME", b"zxIf")
    )
    packed = zlib.compress(rows)
    palette = picture().quantize(8)
    palette.info["transparency"] = 0
    return {
        "turned.png": whole,
        "palette.png": saved(palette, "PNG", pnginfo=info, transparency=0),
        "grey16.png": saved(picture("L").convert("I;16"), "PNG", pnginfo=info),
        "interlaced.png": mark + interlaced() + chunk(b"tEXt", b"a\0SECRET") + chunk(b"IEND", b""),
        "chunks.png": mark
        + head
        + extra
        + chunk(b"IDAT", packed)
        + chunk(b"IEND", b"")
        + b"SECRET",
        "moving.png": saved(
            frames("RGB")[0], "PNG", save_all=True, append_images=frames("RGB")[1:], pnginfo=info
        ),
    }


def interlaced() -> bytes:
    """Header and rows in the seven passes of Adam7."""
    starts = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    points = picture().load()
    rows = b""
    for left, top, right, down in starts:
        for y in range(top, 32, down):
            rows += b"\0" + b"".join(bytes(points[x, y]) for x in range(left, 48, right))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 48, 32, 8, 2, 0, 0, 1))
    return head + chunk(b"IDAT", zlib.compress(rows))


def others() -> dict[str, bytes]:
    """WebP, GIF and AVIF."""
    usual = {"exif": exif(1), "icc_profile": profile(), "xmp": XMP}
    moving = {"save_all": True, "append_images": frames("RGB")[1:], "duration": 100, "loop": 0}
    return {
        "photo.webp": saved(picture(), "WEBP", **usual),
        "turned.webp": saved(picture(), "WEBP", exif=exif(TURNED)),
        "lossless.webp": saved(picture("RGBA"), "WEBP", lossless=True, **usual),
        "alpha.webp": saved(picture("RGBA"), "WEBP", **usual),
        "moving.webp": saved(frames("RGB")[0], "WEBP", **moving, **usual),
        "photo.gif": saved(picture(), "GIF", comment=b"SECRET"),
        "moving.gif": saved(frames("RGB")[0], "GIF", comment=b"SECRET", **moving) + b"SECRET",
        "photo.avif": saved(picture(), "AVIF", **usual),
        "turned.avif": saved(picture(), "AVIF", exif=exif(TURNED)),
        "alpha.avif": saved(picture("RGBA"), "AVIF", **usual),
    }


def heics() -> dict[str, bytes]:
    """As iPhones write them, with a thumbnail."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    file = pillow_heif.from_pillow(picture())
    file.info.update(
        exif=exif(TURNED), xmp=XMP, icc_profile=profile(), icc_profile_type="prof", thumbnails=[16]
    )
    file.save(out, quality=80)
    alpha = io.BytesIO()
    picture("RGBA").save(alpha, "HEIF", exif=exif(1), xmp=XMP)
    return {"photo.heic": out.getvalue(), "alpha.heic": alpha.getvalue()}


if __name__ == "__main__":
    made = jpegs() | pngs() | others() | (heics() if "--heic" in sys.argv else {})
    for name, data in made.items():
        assert b"SECRET" in data or name in {"turned.png", "palette.png", "grey16.png"}, name
        (HERE / name).write_bytes(data)
