"""Formats that are known and not read: what they are, and what to do with such a file.

Reasons are predicates that follow the file's name. First bytes are as the formats' specifications and the
collections of signatures by Gary Kessler and of the file(1) command give them.
"""

from __future__ import annotations

from index.loaders import compound
from index.loaders.characters import names

PROTECTED = "is protected by a password: save a copy without one"
UNKNOWN = "is binary data of an unknown format"

_PROGRAM = "is a program or a part of one, not a document"
_SOUND = "is sound or music, which is not read"
_FILM = "is a video, which is not read"
_FONT = "is a font, not a document"
_DISK = "is a disk image, which is not read: open it and copy its files"
_DATABASE = "is a database, which is not read: export its tables as CSV"
_DATA = "is a file of scientific or statistical data, which is not read: export it as CSV"
_PICTURE = "is a picture of a format that is not read: save it as PNG or JPEG"
_DRAWING = "is a drawing of a format that is not read: export it as PDF"
_PAGES = "is of a page layout program and not read: export it as PDF"
_BOOK = "is an e-book of a format that is not read: convert it to EPUB"
_ARCHIVE = "is an archive of a format that is not read: unpack it, or pack it as ZIP"
_PACKED = "is compressed by a method that is not read: unpack it, or pack it as ZIP"
_OLD = "is of an old word processor and not read: save it as .docx, .odt or PDF"
_KEY = "is a key or a store of passwords, which is left alone"
_ENCRYPTED = "is encrypted: decrypt it to have it read"
_UNFINISHED = "is a download that was not finished"
_MAIL_STORE = "is a mail store of Outlook, which is not read: export its messages as MBOX or EML"
_SEVEN_ZIP = "is a 7-Zip archive, which is not read: unpack it, or pack it as ZIP"
_RAR = "is a RAR archive, which is not read: unpack it, or pack it as ZIP"
_WORD = "is a Word document of the old kind (.doc), which is not read: save it as .docx"
_POWERPOINT = "is a PowerPoint presentation of the old kind (.ppt), which is not read: save it as .pptx"
_VISIO = "is a Visio drawing, which is not read: export it as PDF"
_PUBLISHER = "is a Publisher document, which is not read: export it as PDF"
_WORKS = "is a Works document, which is not read: save it as .docx or PDF"
_HANGUL = "is a Hangul document, which is not read: save it as .docx or PDF"
_PROJECT = "is a Project plan, which is not read: export it as PDF"
_WORDPERFECT = "is a WordPerfect document, which is not read: save it as .docx, .odt or PDF"
_POSTSCRIPT = "is a PostScript file, which is not read: convert it to PDF"
_DJVU = "is a DjVu document, which is not read: convert it to PDF"
_HELP = "is a help file of Windows, which is not read: save its pages as HTML"
_ONENOTE = "is a OneNote section, which is not read: export it as PDF or .docx"
_OPEN_DRAWING = "is an OpenDocument drawing or formula, which is not read: export it as PDF"
_OPENOFFICE = "is an OpenOffice.org 1 document, which is not read: save it as .odt or PDF"
_EXCEL_BINARY = "is an Excel binary workbook, which is not read: save it as .xlsx"
_XPS = "is an XPS document, which is not read: save it as PDF"
_IWORK = "is a document of Pages, Numbers or Keynote, which is not read: export it as PDF"

_BY_COMPOUND = {
    "doc": _WORD,
    "ppt": _POWERPOINT,
    "encrypted": PROTECTED,
    "vsd": _VISIO,
    "pub": _PUBLISHER,
    "wps": _WORKS,
    "hwp": _HANGUL,
    "mpp": _PROJECT,
    "thumbs": "is a store of small pictures that Windows made, not a document",
}

_BY_ZIP = {
    "drawing": _OPEN_DRAWING,
    "openoffice": _OPENOFFICE,
    "xlsb": _EXCEL_BINARY,
    "visio": _VISIO,
    "xps": _XPS,
    "iwork": _IWORK,
    "java": _PROGRAM,
    "android": _PROGRAM,
    "hangul": _HANGUL,
}

_STARTS: dict[str, tuple[bytes, ...]] = {
    _SEVEN_ZIP: (b"7z\xbc\xaf\x27\x1c",),
    _RAR: (b"Rar!\x1a\x07",),
    _ARCHIVE: (
        *(b"MSCF", b"!<arch>\n", b"\xed\xab\xee\xdb", b"xar!", b"ISc(", b"070701", b"070702", b"070707"),
        *(b"**ACE**", b"StuffIt ", b"SIT!", b"\xc7\x71", b"\x60\xea", b"MSWIM\x00\x00\x00"),
    ),
    _PACKED: (
        *(b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18", b"\x1f\x9d", b"\x1f\xa0", b"LZIP", b"\x89LZO\x00"),
        *(b"\x5d\x00\x00\x80\x00", b"\x5d\x00\x00\x00\x01", b"\xff\x06\x00\x00sNaPpY"),
    ),
    _PROGRAM: (
        *(b"\x7fELF", b"MZ", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"),
        *(b"\xca\xfe\xba\xbe", b"\x00asm", b"dex\n03"),
    ),
    _SOUND: (
        *(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"\xff\xf9", b"OggS", b"fLaC", b"MThd"),
        *(b"#!AMR", b".snd", b"MAC ", b"wvpk", b"Creative Voice File"),
    ),
    _FILM: (
        *(b"\x1aE\xdf\xa3", b"FLV\x01", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"0&\xb2u\x8ef\xcf\x11"),
        *(b".RMF", b"FWS", b"CWS", b"ZWS"),
    ),
    _FONT: (b"\x00\x01\x00\x00\x00", b"OTTO", b"wOFF", b"wOF2", b"ttcf", b"%!PS-AdobeFont", b"\x80\x01", b"STARTFONT"),
    _DATABASE: (b"SQLite format 3\x00", b"\x00\x01\x00\x00Standard"),
    "is a SAS data set, which is not read: export it as CSV": (b"\x00" * 12 + b"\xc2\xea\x81\x60",),
    "is an SPSS data file, which is not read: export it as CSV": (b"$FL2", b"$FL3"),
    "is a Stata data file, which is not read: export it as CSV": (b"<stata_dta>",),
    _DATA: (
        *(b"PAR1", b"\x89HDF\r\n\x1a\n", b"\x93NUMPY", b"ARROW1", b"FEA1", b"RDX", b"CDF\x01", b"CDF\x02", b"GGUF"),
        *(b"SIMPLE  =", b"MATLAB 5.0", b"ORC", b"Obj\x01", b"GRIB"),
    ),
    _WORDPERFECT: (b"\xffWPC",),
    "is a document of Word 2 or older, which is not read: save it as .docx": (b"\xdb\xa5", b"\xfe\x37\x00\x1c"),
    _OLD: (b"1\xbe\x00\x00", b"2\xbe\x00\x00", b"\xfe\x37\x00\x23", b"\x00\x00\x1a\x00", b"WordPro", b"[ver]"),
    _POSTSCRIPT: (b"%!PS", b"\xc5\xd0\xd3\xc6"),
    _DJVU: (b"AT&TFORM",),
    _HELP: (b"ITSF", b"?_\x03\x00"),
    _BOOK: (b"ITOLITLS", b"TPZ0"),
    _MAIL_STORE: (b"!BDN",),
    "is an attachment of Outlook's own format (winmail.dat), which is not read": (b"\x78\x9f\x3e\x22",),
    _ONENOTE: (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d",),
    _DRAWING: (b"AC10", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x00\x00l\x00\x00\x00", b"BLENDER"),
    _PICTURE: (
        *(b"8BPS", b"\x00\x00\x01\x00", b"\x00\x00\x02\x00", b"icns", b"\xff\x0a", b"gimp xcf", b"qoif", b"DDS "),
        *(
            b"\x00\x00\x00\x0cJXL ",
            b"\x00\x00\x00\x0cjP  ",
            b"FUJIFILMCCD-RAW",
            b"\x76\x2f\x31\x01",
            b"\xff\x4f\xff\x51",
        ),
    ),
    _ENCRYPTED: (
        *(b"-----BEGIN PGP MESSAGE", b"age-encryption.org", b"Salted__", b"\x84\x5e\x03", b"\x85\x01\x0c\x03"),
        *(b"\x85\x02\x0c\x03", b"\x8c\x0d\x04", b"AES\x02"),
    ),
    _KEY: (
        *(b"\x03\xd9\xa2\x9a", b"\xfe\xed\xfe\xed", b"PuTTY-User-Key-File-", b"-----BEGIN PRIVATE KEY"),
        *(b"-----BEGIN RSA PRIVATE KEY", b"-----BEGIN EC PRIVATE KEY", b"-----BEGIN DSA PRIVATE KEY"),
        *(b"-----BEGIN OPENSSH PRIVATE KEY", b"-----BEGIN ENCRYPTED PRIVATE KEY", b"-----BEGIN PGP PRIVATE KEY"),
    ),
    _DISK: (b"QFI\xfb", b"KDMV", b"conectix", b"vhdxfile", b"<<< Oracle VM VirtualBox"),
    "is a recording of a network, not a document": (b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x0a\x0d\x0d\x0a"),
}
"""What files of a kind start with."""

_INNER: tuple[tuple[str, int, tuple[bytes, ...]], ...] = (
    (_PICTURE, 4, (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1", b"ftypavif", b"ftypcrx ")),
    (_SOUND, 4, (b"ftypM4A", b"ftypM4B", b"ftypF4A")),
    (_FILM, 4, (b"ftyp", b"moov", b"mdat", b"wide")),
    (_SOUND, 8, (b"WAVE", b"AIFF", b"AIFC")),
    (_FILM, 8, (b"AVI ",)),
    (_ARCHIVE, 2, (b"-lh0-", b"-lh5-", b"-lh6-", b"-lh7-", b"-lz5-")),
    (_BOOK, 60, (b"BOOKMOBI", b"TEXtREAd")),
    (_DISK, 32769, (b"CD001",)),
    (_DISK, 34817, (b"CD001",)),
)
"""What stands at some place in files of a kind; the first that fits counts."""

_ENDINGS: dict[str, str] = {
    _PROGRAM: "exe dll so dylib sys com scr msi o obj a lib class jar war pyc pyo pyd wasm apk ipa bin elf ko efi",
    _SOUND: "mp3 wav flac ogg oga opus m4a m4b aac aif aiff wma mid midi amr ape ra wv au",
    _FILM: "mp4 m4v mov avi mkv webm wmv flv mpg mpeg vob 3gp ogv ts m2ts mts swf rm rmvb",
    _FONT: "ttf otf woff woff2 ttc eot pfb pfm fon",
    _DISK: "iso dmg img vhd vhdx vmdk vdi qcow2 toast nrg",
    _DATABASE: "db sqlite sqlite3 mdb accdb dbf fdb frm ibd myd myi",
    _DATA: "sas7bdat xpt sav por dta rds rda rdata mat npy npz pkl pickle parquet feather arrow orc h5 hdf5 hdf nc "
    "fits "
    "safetensors onnx pt pth gguf joblib",
    _PICTURE: "heic heif avif psd psb xcf ico icns cur jp2 jxl cr2 cr3 nef arw dng orf rw2 raf tga exr",
    _DRAWING: "dwg dxf cdr ai wmf emf skp sldprt blend stl 3ds fig sketch",
    _OPEN_DRAWING: "odg otg odf odc",
    _OPENOFFICE: "sxw sxc sxi sxd stw",
    _PAGES: "indd qxd pmd fh sla",
    _BOOK: "mobi azw azw3 azw4 kfx lit lrf pdb prc tpz ibooks cbr",
    _ARCHIVE: "cab arj lzh lha ace sit sitx deb rpm cpio pkg xar alz egg zpaq wim ar dar",
    _PACKED: "z zst lz lz4 lzma lzo br sz",
    _OLD: "wp wp5 wp6 wri sam lwp cwk sdw mcw 602",
    _ENCRYPTED: "gpg pgp age enc aes axx",
    _KEY: "kdbx kdb jks keystore p12 pfx ppk keychain",
    _UNFINISHED: "part crdownload download partial opdownload !ut",
    _MAIL_STORE: "pst ost",
    _SEVEN_ZIP: "7z",
    _RAR: "rar",
    _WORD: "doc dot wbk",
    _POWERPOINT: "ppt pps pot",
    _VISIO: "vsd vsdx vss vst",
    _PUBLISHER: "pub",
    _WORKS: "wps wks",
    _HANGUL: "hwp hwpx",
    _PROJECT: "mpp",
    _WORDPERFECT: "wpd",
    _DJVU: "djvu djv",
    _POSTSCRIPT: "ps eps",
    _HELP: "chm hlp",
    _ONENOTE: "one onetoc2",
    _IWORK: "pages numbers key",
    _EXCEL_BINARY: "xlsb",
    _XPS: "xps oxps",
    "says where to download something and holds no text": "torrent",
    "is a copy that an editor keeps while it writes, not a document": "swp swo",
}
_BY_ENDING = {ending: reason for reason, endings in _ENDINGS.items() for ending in names(endings)}
_REFUSED = names(f"{_ENDINGS[_UNFINISHED]} dxf stl torrent swp swo")
_TEXT_STARTS = (b"-----BEGIN ", b"PuTTY-", b"age-encryption.org", b"%!PS", b"STARTFONT", b"<stata_dta>")


def by_content(data: bytes) -> str | None:
    """Why a file is not read, by its bytes (the first few thousand, or all); None where they do not tell."""
    if data.startswith(compound.MAGIC):
        return _BY_COMPOUND.get(compound.kind(data) or "")
    for reason, at, starts in _INNER:
        if data.startswith(starts, at):
            return reason
    return next((reason for reason, starts in _STARTS.items() if data.startswith(starts)), None)


def by_zip(kind: str) -> str:
    """Why a ZIP file of a kind is not read that is none of the formats that are."""
    return _BY_ZIP[kind]


def by_ending(suffix: str) -> str | None:
    """Why a binary file is not read, by its name's ending (lower case, no dot); None where that does not tell."""
    return _BY_ENDING.get(suffix)


def is_refused(suffix: str) -> bool:
    """Whether a name's ending alone tells that a file is not read, be it text: a download under way, a drawing."""
    return suffix in _REFUSED


def is_no_text(data: bytes) -> bool:
    """Whether what is text is nothing to read: a private key, an encrypted message, PostScript."""
    return data.startswith(_TEXT_STARTS) and by_content(data) is not None
