"""Why a file is not read: what is the matter with it and what to do, in English and in Chinese."""

from __future__ import annotations

from store.errors import LedgerError

MOST_BYTES = 50_000_000  # of a file
MOST_TEXT = 3_000_000  # characters of what is in it; a work report has 30,000
SECONDS = 10
MEMORY = 512 * 1024 * 1024  # address space of the process that reads

_ANEW = "请打开后另存为新文件，再发来。"
_REFUSALS = {
    "too large": (
        f"is larger than {MOST_BYTES // 1_000_000} MB; split it",
        f"文件太大（超过 {MOST_BYTES // 1_000_000}MB），请拆分后再发来。",
    ),
    "empty": ("is empty; check the file", "这个文件是空的，请检查后再发来。"),
    "no text in it": ("holds no text; check the file", "这个文件里没有文字，请检查后再发来。"),
    "too long": (
        f"holds more than {MOST_TEXT:,} characters; split it",
        f"内容太长（超过 {MOST_TEXT // 10_000} 万字），请拆分后再发来。",
    ),
    "too slow": (
        f"could not be read within {SECONDS} seconds; split it, or save it anew",
        f"{SECONDS} 秒内没有读完，请拆成几个小文件再发来。",
    ),
    "too big inside": (
        f"needs more than {MEMORY // 1024 // 1024} MB to be read; split it, or save it anew",
        "展开后太大，没有读取。请拆成几个小文件再发来。",
    ),
    "bomb": (
        "unpacks to far more than a document holds; save it anew",
        f"压缩方式不正常（展开后过大），没有读取。{_ANEW}",
    ),
    "entities": (
        "has XML entities or outside references, which no document needs; save it anew",
        f"里面有不该有的外部引用，没有读取。{_ANEW}",
    ),
    "broken": (
        "is broken and cannot be opened; save it anew, or send it again",
        "文件已损坏，打不开。请在电脑上打开并另存后再发来。",
    ),
    "broken pdf": (
        "is a broken PDF; print it to a new PDF, or send it again",
        "这个 PDF 已损坏，打不开。请重新导出或重新下载后再发来。",
    ),
    "scan": (
        "is a scanned PDF without text; have its text recognised (OCR) first",
        "这个 PDF 是扫描图片，没有文字，请先做文字识别再发来。",
    ),
    "garbled pdf": (
        "is a PDF whose fonts do not say which characters they show; have its text recognised (OCR) first",
        "这个 PDF 的文字无法识别（字体没有对应的汉字），请先做文字识别，或发 Word 原稿。",
    ),
    "locked pdf": (
        "is a PDF with a password or protection; save it without",
        "这个 PDF 有密码或限制，请去掉密码（可用“打印”另存为新的 PDF）再发来。",
    ),
    "locked": (
        "is protected with a password; save it without",
        "这个文件有密码，请去掉密码再发来。",
    ),
    "old word": ("is an old Word or WPS file; save it as .docx", "这是旧版 Word 或 WPS 文件，请另存为 .docx 再发来。"),
    "old excel": (
        "is an old Excel or WPS file; save it as .xlsx",
        "这是旧版 Excel 或 WPS 表格，请另存为 .xlsx 再发来。",
    ),
    "old office": (
        "is an old Office or WPS file; save it as .docx or .xlsx",
        "这是旧版 Office 或 WPS 文件，请另存为 .docx（表格为 .xlsx）再发来。",
    ),
    "rich text": ("is an RTF file; save it as .docx", "这是 RTF 文件，请另存为 .docx 再发来。"),
    "open document": (
        "is an OpenDocument file; save it as .docx or .xlsx",
        "这是 OpenDocument 文件，请另存为 .docx（表格为 .xlsx）再发来。",
    ),
    "ofd": ("is an OFD file; save it as .pdf or .docx", "这是 OFD 文件，请另存为 .pdf 或 .docx 再发来。"),
    "slides": (
        "is a presentation; save its text as .docx or .txt",
        "这是演示文稿，请把文字另存为 .docx 或 .txt 再发来。",
    ),
    "web page": ("is a web page; save its text as .txt", "这是网页文件，请把正文复制下来直接发来，或另存为 .txt。"),
    "picture": (
        "is a picture; have its text recognised (OCR) first",
        "这是图片，请先做文字识别，再把文字粘贴发来。",
    ),
    "archive": ("is a zip or another archive; unpack it first", "这是压缩包，请解压后把里面的文件逐个发来。"),
    "database": ("is a database, not a document", "这是数据库文件，不是文档。"),
    "sheet": (
        "is a spreadsheet, not a document; 'jiannuo import' reads a ledger, or save its text as .txt",
        "这是电子表格，不是文档。台账表请用“导入”，文档请另存为 .docx 或 .txt。",
    ),
    "no sheet": (
        "is no spreadsheet; save it as .xlsx or .csv",
        "这不是电子表格，请另存为 .xlsx 或 .csv。",
    ),
    "too wide": (
        "has more rows or columns than a ledger; keep the ledger's sheet only",
        "表格太大，请只留台账那张表再发来。",
    ),
}


def refusal(reason: str, name: str) -> LedgerError:
    """The error to raise for a file; `name` is already safe to show. Raises KeyError for an unknown reason."""
    english, chinese = _REFUSALS[reason]
    return LedgerError(f"{name} {english}", chinese)
