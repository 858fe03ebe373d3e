"""What is exported runs nothing, hides nothing, and says on each page whose it is."""

import csv
import io
import itertools
import zipfile
from datetime import date, datetime

import openpyxl
import pypdf
import pytest

from wayhome.platform.tables import csv_file, pdf_file, sheet, xlsx_file

MARK = sheet.Mark("7K3MD-9QXTR-C", "7K3MD-9QXTR-C · Joss & co for A. Nother, Harrowfell · 4 March")
BEFORE = ("", " ", "\t", "\r", "\n", "\r\n", "\x00", "\x0b", "\u200b", "\ufeff", "\u00a0", "\u2028")
SIGNS = "=+-@|%＝＋－＠｜％﹦﹢﹣﹫⁼₊−"  # noqa: RUF001  # these are what is tested
BODIES = (
    "1+1",
    'HYPERLINK("http://x.invalid/?"&A1,"Open")',
    "cmd|' /C calc'!A0",
    'WEBSERVICE("http://x.invalid/"&A2)',
)
PAYLOADS = [
    f"{before}{sign}{body}" for before, sign, body in itertools.product(BEFORE, SIGNS, BODIES)
] + ["=\u0338x", '#import "x.typ"', "$ sum $", '#eval("1+1")', "*bold* _it_", "]#panic()["]
HARMLESS = ("Amira", "O'Neill", "7 = 3", "a@b.invalid", "Łukasz", "Ŵyn Ŷ", "Олена", "سارة", "")


def of(*cells, **more):
    """A table of one column, one cell a row."""
    return sheet.Sheet("Open episodes", MARK, ["Said"], [[cell] for cell in cells], **more)


def test_there_are_more_than_five_hundred_payloads():
    assert len(PAYLOADS) > 500


def test_no_payload_begins_a_formula_in_csv():
    said = csv_file.written(of(*PAYLOADS)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(said, newline="")))[1:]

    began = [row[0] for row in rows if row[0].lstrip()[:1] in set(SIGNS)]
    assert not began
    assert len(rows) == len(PAYLOADS)


def test_no_payload_is_a_formula_or_a_link_once_a_sheet_is_opened_again():
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file.written(of(*PAYLOADS))))
    cells = [cell for page in book for row in page for cell in row if cell.value is not None]

    assert [cell for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert [cell.value for cell in cells if cell.value[:1] in set(SIGNS)] == []
    assert len(cells) >= len(PAYLOADS)


def test_a_sheet_hides_nothing_and_holds_no_word_of_machine_or_person():
    made = xlsx_file.written(of("Amira"))
    book = openpyxl.load_workbook(io.BytesIO(made))
    hidden = [
        each
        for page in book
        for each in (*page.column_dimensions.values(), *page.row_dimensions.values())
        if each.hidden
    ]

    assert [page.sheet_state for page in book] == ["visible"]
    assert not hidden
    assert not list(book.defined_names)
    assert (book.properties.creator, book.properties.lastModifiedBy) == ("Wayhome", None)
    assert book.properties.created.year == 2000
    names = zipfile.ZipFile(io.BytesIO(made)).namelist()
    assert not [name for name in names if "vba" in name or "external" in name or "comment" in name]


def test_nothing_written_in_a_page_is_taken_for_markup():
    made = pdf_file.written(of('#eval("6*7") $x$ *bold* #panic("no")', "@label <here>"))
    said = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)

    assert '#eval("6*7")' in said
    assert "*bold*" in said
    assert "<here>" in said


def test_every_payload_is_printed_and_none_makes_a_page_do_anything():
    read = pypdf.PdfReader(io.BytesIO(pdf_file.written(of(*PAYLOADS))))

    assert not [page for page in read.pages if page.get("/AA")]
    assert [note for page in read.pages for note in page.get("/Annots") or []] == []
    assert not set(read.trailer["/Root"]) & {"/OpenAction", "/AA", "/AcroForm"}


@pytest.mark.parametrize("said", HARMLESS)
def test_what_is_no_formula_is_written_as_it_was_given(said):
    assert sheet.harmless(said) == said


def test_numbers_and_days_stay_what_they_are():
    moment = datetime(2026, 3, 4, 14, 20)  # noqa: DTZ001  # as the clock on the wall said it
    table = of(-5, 2.5, date(2026, 3, 4), moment)
    page = openpyxl.load_workbook(io.BytesIO(xlsx_file.written(table))).active
    held = [row[0].value for row in page.iter_rows(min_row=5)]

    assert held == [-5, 2.5, datetime(2026, 3, 4), moment]  # noqa: DTZ001
    assert '"-5"' in csv_file.written(table).decode("utf-8-sig")


def test_the_mark_ends_every_row_and_stands_on_every_page_and_sheet():
    table = of(*[f"Child {number}" for number in range(120)])
    rows = list(csv.reader(io.StringIO(csv_file.written(table).decode("utf-8-sig"))))
    page = openpyxl.load_workbook(io.BytesIO(xlsx_file.written(table))).active
    pages = pypdf.PdfReader(io.BytesIO(pdf_file.written(table))).pages

    assert {row[-1] for row in rows[1:]} == {MARK.words}
    assert {row[1].value for row in page.iter_rows(min_row=5)} == {MARK.words}
    assert page["A2"].value == MARK.words
    assert "Joss && co" in page.oddFooter.center.text
    assert len(pages) > 2
    assert all(MARK.words in one.extract_text() for one in pages)
    assert all(f"Wayhome {MARK.number}" in one.extract_text() for one in pages)


def test_names_in_welsh_cyrillic_and_arabic_are_printed():
    said = pypdf.PdfReader(io.BytesIO(pdf_file.written(of("Ŵyn Ŷ", "Олена", "Łukasz")))).pages[0]

    assert all(name in said.extract_text() for name in ("Ŵyn Ŷ", "Олена", "Łukasz"))


def test_a_page_says_itself_when_no_font_could_draw_some_letters():
    words = "Letters of %(count)s kinds are missing"
    whole = pdf_file.written(of("Amira", unprintable=words))
    torn = pdf_file.written(of("\U00013000\U00013001", unprintable=words))
    said = [pypdf.PdfReader(io.BytesIO(each)).pages[0].extract_text() for each in (whole, torn)]

    assert "are missing" not in said[0]
    assert "Letters of 2 kinds are missing" in said[1]


def test_a_pdf_names_no_person_and_no_time():
    held = pypdf.PdfReader(io.BytesIO(pdf_file.written(of("Amira")))).metadata

    assert not {"/Author", "/CreationDate", "/ModDate"} & set(held)
