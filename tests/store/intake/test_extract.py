"""What people send becomes its text, read by another process; what is no text is refused in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from store.errors import LedgerError
from store.intake import extract
from store.intake.extract import extract_text
from tests.store.intake import made
from tests.store.intake.made import docx, paragraph, pdf, table

ROOT = Path(__file__).parents[3]
PAGES = [
    ["关于老旧小区改造的报告", "\u3000\u3000年底前完成188个老旧小区改造。", "— 1 —"],
    ["\u3000\u3000涉及3.7万户。", "— 2 —"],
]
REPORT = "关于老旧小区改造的报告\n年底前完成188个老旧小区改造。\n涉及3.7万户。"


def refused(content: bytes, name: str = "文件.docx") -> LedgerError:
    with pytest.raises(LedgerError) as error:
        extract_text(content, name)
    assert "\n" not in str(error.value) + error.value.chat
    assert error.value.chat.endswith("。")
    return error.value


# --- Word ---------------------------------------------------------------------------------------------------------


def text_of(body: str, **parts: str) -> list[str]:
    return extract_text(docx(body, **parts), "a.docx").text.split("\n")


def test_a_word_file_gives_its_paragraphs_in_order() -> None:
    found = extract_text(made.word_file(["一、总体要求", "", "年底前完成188个老旧小区改造。"]), "报告.docx")
    assert (found.text, found.kind, found.pages) == ("一、总体要求\n年底前完成188个老旧小区改造。", "docx", None)
    assert found.notes == ()


def test_a_table_gives_a_line_for_a_cell_and_rows_as_long_as_the_header() -> None:
    rows = [["序号", "项目", "目标任务"], ["1", "老旧小区", "完成188个，涉及3.7万户"], ["2", "", "加装电梯200部"]]
    assert text_of(paragraph("前言。") + table(rows) + paragraph("说明。")) == [
        "前言。", "序号", "项目", "目标任务", "1", "老旧小区", "完成188个，涉及3.7万户。", "2", "/", "加装电梯200部",
        "说明。",
    ]  # fmt: skip


def test_merged_cells_keep_the_columns() -> None:
    start, on = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "<w:tcPr><w:vMerge/></w:tcPr>"
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    rows = [
        f"<w:tc>{start}{paragraph('市住建局')}</w:tc><w:tc>{paragraph('电梯')}</w:tc><w:tc>{paragraph('年底')}</w:tc>",
        f"<w:tc>{on}<w:p/></w:tc><w:tc>{wide}{paragraph('公园')}</w:tc>",
    ]
    body = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    assert text_of(body) == ["市住建局", "电梯", "年底", "市住建局", "公园", "/"]


def test_a_table_of_one_column_and_a_table_that_lays_out_a_page_are_lines() -> None:
    assert text_of(table([["通知"], ["各县区："]])) == ["通知", "各县区："]
    long = "年底前完成188个老旧小区改造。" * 120
    assert text_of(table([["左栏", long]])) == ["左栏", long]


def test_what_was_deleted_or_hidden_is_not_read() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f"<w:p>{run.format('完成')}<w:del><w:r><w:delText>200个</w:delText><w:tab/></w:r></w:del>"
        f"<w:ins>{run.format('188个')}</w:ins><w:moveFrom>{run.format('（略）')}</w:moveFrom>"
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r>{run.format('。')}"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert text_of(body) == ["完成188个。"]


def test_a_text_box_is_read_once_after_the_paragraph_that_it_hangs_on() -> None:
    box = f"<w:txbxContent>{paragraph('专栏')}{table([['一', '二']])}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>继续</w:t></w:r></w:p>"
    )
    assert text_of(body) == ["正文继续", "专栏", "一", "二"]


NUMBERING = f"""<w:numbering xmlns:w="{made.WORD}">
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
</w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""
STYLES = f"""<w:styles xmlns:w="{made.WORD}">
<w:style w:styleId="1"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="a"><w:basedOn w:val="1"/></w:style><w:style w:styleId="b"><w:basedOn w:val="b"/></w:style>
</w:styles>"""


def test_numbers_that_word_counts_are_written_out() -> None:
    item = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>'
    head, ring = '<w:pStyle w:val="a"/>', '<w:pStyle w:val="b"/>'
    body = "".join([
        paragraph("目标", head), paragraph("小区188个", item), paragraph("电梯200部", item), paragraph("正文", ring),
        paragraph("措施", head), paragraph("公园50个", item),
    ])  # fmt: skip
    assert text_of(body, numbering=NUMBERING, styles=STYLES) == [
        "一、目标", "1.小区188个", "2.电梯200部", "正文", "二、措施", "1.公园50个",
    ]  # fmt: skip


def test_a_column_of_numbers_that_word_counts_is_there() -> None:
    number = '<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:p>'
    rows = "".join(f"<w:tr><w:tc>{number}</w:tc><w:tc>{paragraph(name)}</w:tc></w:tr>" for name in ("电梯", "公园"))
    assert text_of(f"<w:tbl>{rows}</w:tbl>", numbering=NUMBERING) == ["1.", "电梯", "2.", "公园"]


# --- PDF ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["tounicode", "UniGB-UCS2-H", "GBK-EUC-H"])
def test_a_pdf_gives_its_text_without_page_numbers(encoding: str) -> None:
    found = extract_text(pdf(PAGES, encoding=encoding), "报告.pdf")
    assert (found.text, found.kind, found.pages, found.notes) == (REPORT, "pdf", 2, ())


def test_paragraphs_that_the_paper_broke_are_whole_again() -> None:
    text = "\n".join(
        f"{number}号地块年底前完成{number}88个老旧小区改造，涉及3.7万户，并同步实施雨污分流、充电桩、电梯加装等配套工程。"
        for number in range(1, 9)
    )
    assert extract_text(pdf(made.wrapped(text, 20, 12)), "报告.pdf").text == text


def test_progress_tells_the_pages() -> None:
    told: list[tuple[int, int]] = []
    extract_text(pdf(PAGES * 2), "报告.pdf", lambda done, of: told.append((done, of)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_pages_without_text_are_named() -> None:
    found = extract_text(pdf([*PAGES, ["\u3000"]]), "报告.pdf")
    assert found.notes == ("第3页没有文字，可能是扫描图片（共1页），没有读到",)


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    assert extract_text(made.locked(pdf(PAGES), ""), "报告.pdf").text == REPORT


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (made.scanned(3), "扫描图片，没有文字，请先做文字识别"),
        (made.locked(pdf(PAGES), "secret"), "有密码或限制，请去掉密码"),
        (pdf(PAGES, encoding="none"), "文字无法识别"),
        (pdf(PAGES)[:300], "已损坏"),
        (b"%PDF-1.7\n", "已损坏"),
    ],
    ids=["scan", "password", "no characters", "cut off", "nothing"],
)
def test_a_pdf_without_a_text_says_what_to_do(content: bytes, says: str) -> None:
    assert says in refused(content, "报告.pdf").chat


# --- other kinds --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_is_decoded(encoding: str) -> None:
    found = extract_text("年底前完成188个老旧小区改造。\r\n".encode(encoding), "a.txt")
    assert (found.text, found.kind) == ("年底前完成188个老旧小区改造。\r\n", "text")


def old_office(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100) + stream.encode("utf-16-le") + bytes(100)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "是空的"),
        (old_office("WordDocument"), "另存为 .docx"),
        (old_office("Workbook"), "另存为 .xlsx"),
        (old_office("EncryptedPackage"), "去掉密码"),
        (old_office("Something"), "另存为"),
        (b"{\\rtf1 x}", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "文字识别"),
        (b"\xff\xd8\xff\xe0", "文字识别"),
        (b"SQLite format 3\0", "数据库"),
        (b"Rar!\x1a\x07", "解压"),
        (made.zipped({"a.txt": "x"}), "解压"),
        (made.zipped({"OFD.xml": "x"}), "OFD"),
        (made.zipped({"ppt/presentation.xml": "x"}), "演示文稿"),
        (made.zipped({"content.xml": "x"}), "OpenDocument"),
        (made.workbook({"台账": [["序号"]]}), "电子表格"),
        (b"<!DOCTYPE html><p>x", "网页"),
        (b"\xef\xbb\xbf\n<META charset=utf-8><p>x", "网页"),
        (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?>", "旧版 Word"),
        (bytes(range(256)) * 20, "不是文本文件"),
        (docx("<w:p/>"), "没有文字"),
        (docx("<w:p>"), "已损坏"),
        (made.word_file(["正文"])[:-300], "已损坏"),
    ],
)
def test_what_is_not_read_says_what_to_do(content: bytes, says: str) -> None:
    assert says in refused(content).chat


def test_the_content_decides_and_a_wrong_suffix_is_told() -> None:
    found = extract_text("年底前完成188个。".encode(), "报告.pdf")
    assert found.kind == "text"
    assert found.notes == ("文件名以 .pdf 结尾，内容是文本，已按内容读取",)
    assert extract_text(pdf(PAGES), "报告").notes == ()


def test_the_name_of_a_file_is_no_path_and_no_text_of_ours() -> None:
    error = refused(b"", "../../etc/\u202epasswd\n第二行.docx")
    assert str(error) == "passwd 第二行.docx is empty; check the file"


# --- the process --------------------------------------------------------------------------------------------------


def test_loading_the_extraction_loads_no_parser() -> None:
    code = "import sys, store.intake.extract; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"docx", "pypdf", "openpyxl", "defusedxml", "lxml", "zipfile"} & set(done.stdout.split())


def child(code: str, tmp_path: Path) -> str:
    """What a statement does inside the child's limits: "done" or the error's name."""
    program = (
        "import sys\nfrom store.intake import extract_child as child\n"
        "child.limit()\nsys.addaudithook(child._only_reading)\n"
        f"try:\n    {code}\n    print('done')\nexcept BaseException as error:\n    print(type(error).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert list(tmp_path.iterdir()) == []
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("bytearray(600 * 1024 * 1024)", "MemoryError"),
        ("open('x.txt', 'w')", "PermissionError"),
        ("__import__('os').open('x', 65)", "PermissionError"),
        ("__import__('socket').create_connection(('127.0.0.1', 9))", "PermissionError"),
        ("__import__('subprocess').run(['true'])", "PermissionError"),
        ("open(__import__('os').__file__).read()", "done"),
    ],
)
def test_the_process_reads_and_does_nothing_else(code: str, ends: str, tmp_path: Path) -> None:
    assert child(code, tmp_path) == ends


def test_no_setting_and_no_proxy_reaches_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, str]] = []
    started = subprocess.Popen

    def popen(*args: object, **kwargs: object) -> object:
        given.append(kwargs["env"])  # type: ignore[arg-type]
        return started(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("JIANNUO_TELEGRAM_TOKEN", "1:x")
    monkeypatch.setattr(extract.subprocess, "Popen", popen)
    extract_text(b"x", "a.txt")
    assert set(given[0]) <= {"PYTHONPATH", *extract._KEPT}


def test_a_process_that_takes_too_long_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "SECONDS", extract._TO_END)
    error = refused(pdf(PAGES * 40))
    assert "没有读完" in error.chat
