"""What kind of file it is, told by its content; and of a kind that is not read, what to do."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from graph.problem import InputError, Problem

Kind = Literal["空", "工作簿", "旧工作簿", "网页", "表格XML", "文本"]
SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xls", ".et", ".csv", ".tsv", ".txt")
_BOOK, _UNLOCK = "请用 Excel 或 WPS 打开后另存为 .xlsx", "请打开后去掉密码(文件→信息→保护工作簿)再保存"
_OTHER = {
    **dict.fromkeys((".xlsb", ".ods", ".numbers", ".dbf", ".xlt"), f"这种表格不读;{_BOOK}"),
    **dict.fromkeys((".crdownload", ".part", ".download"), "文件没有下载完;请重新下载"),
    **dict.fromkeys((".zip", ".rar", ".7z"), "压缩包不读;里面若有要用的表,请先解压"),
    **dict.fromkeys((".doc", ".docx", ".wps", ".pdf"), "文档不读;里面若有要用的表,请另存为 .xlsx"),
}
# A part that only this kind of archive has.
_ARCHIVES = (
    ("xl/workbook.xml", ""),
    ("xl/workbook.bin", f"是二进制工作簿(.xlsb),未读取;{_BOOK}"),
    ("content.xml", f"是 OpenDocument 表格(.ods),未读取;{_BOOK}"),
    ("word/document.xml", "是 Word 文档,不是工作簿,未读取;里面若有要用的表,请另存为 .xlsx"),
    ("ppt/presentation.xml", "是演示文稿,不是工作簿,未读取"),
    ("Index/Document.iwa", f"是 Numbers 表格,未读取;{_BOOK}"),
)
_STREAMS = (
    ("EncryptedPackage", f"工作簿有打开密码,未读取;{_UNLOCK}"),
    ("WordDocument", "是 Word 文档,不是工作簿,未读取;里面若有要用的表,请另存为 .xlsx"),
    ("PowerPoint Document", "是演示文稿,不是工作簿,未读取"),
)
_LOCKED = (b"%TSD-Header", b"E-SafeNet", b"<DRMFILE", b"\x62\x14\x23\x65")
_START = b"\xef\xbb\xbf \r\n\t\0"


def kind(path: Path) -> Kind:
    """The kind of a file; an InputError with what to do where it is one that is not read."""
    with path.open("rb") as stream:
        start = stream.read(4096)
    if not start:
        return "空"
    if start.startswith(b"PK"):
        _checked(path)
        return "工作簿"
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "旧工作簿"
    if any(mark in start[:64] for mark in _LOCKED):
        raise InputError("像是被文档加密软件加密了,未读取;请先解密,再另存为 .xlsx")
    if start.startswith((b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise InputError("不是表格(是 PDF 或压缩包),未读取;里面若有要用的表,请取出另存为 .xlsx")
    text = start if not start.startswith((b"\xff\xfe", b"\xfe\xff")) else start[2:].replace(b"\0", b"")
    text = text.lstrip(_START).lower()
    if text.startswith(b"mime-version:"):
        raise InputError(f"是网页档案(.mht),未读取;{_BOOK}")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text and b"<workbook" in text:
        return "表格XML"
    if text.startswith(b"<") and re.search(
        rb"<(?:!doctype html|html|head|meta|style|table|div|body)\b", text
    ):
        return "网页"
    return "文本"


def _checked(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    said = next(
        (reason for part, reason in _ARCHIVES if part in names), "是压缩包,不是工作簿,未读取;请先解压"
    )
    if said:
        raise InputError(said)


def damage(path: Path, error: BaseException) -> str:
    """Why a workbook that the reader refused cannot be read, and what to do."""
    if path.stat().st_size < 512 << 20:
        data = path.read_bytes()
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            found = (reason for name, reason in _STREAMS if name.encode("utf-16-le") in data)
            if reason := next(found, None):
                return reason
    if "password" in str(error).lower() or "encrypted" in str(error).lower():
        return f"工作簿有打开密码,未读取;{_UNLOCK}"
    return f"工作簿打不开,可能已损坏或没有下载完,未读取;{_BOOK}"


def not_read(files: Iterable[str]) -> list[Problem]:
    """One 提示 for every kind of file that lies among the tables and is not read."""
    found: dict[str, list[str]] = {}
    for file in sorted(files):
        suffix = Path(file).suffix.lower()
        if suffix in _OTHER:
            found.setdefault(suffix, []).append(file)
    return [
        Problem(
            same[0],
            _OTHER[suffix] + (f"(这样的文件共 {len(same)} 个)" if len(same) > 1 else ""),
            level="提示",
        )
        for suffix, same in found.items()
    ]
