"""The demo's documents: real PDFs with Swedish text, made on the spot; an HTML page and a plain text."""

from datetime import UTC, datetime
from typing import Any

MADE = datetime(2026, 1, 1, tzinfo=UTC)
PARAGRAPH = (
    "Beslutet har fattats med stöd av skollagen (2010:800) och kommunens riktlinjer för placering. Vid fördelningen "
    "har hänsyn tagits till barnets behov, syskonförtur och avståndet mellan hemmet och förskolan. Du behöver inte "
    "göra något om du vill ta emot platsen på de villkor som anges här. Ändras era arbetstider, er adress eller era "
    "inkomster ska ni anmäla det till oss så snart som möjligt, eftersom det kan påverka både tiden och avgiften."
)
TERMS = (
    "Elleverantören ansvarar för att leverera el enligt avtalet. Kunden betalar för levererad el enligt överenskommet "
    "pris, tillsammans med skatter och avgifter som myndigheter beslutar. Avtalet gäller tills vidare och kan sägas "
    "upp med en månads uppsägningstid. Vid flytt ska kunden anmäla den nya adressen senast två veckor i förväg."
)


class _Paper:
    """An A4 letter: the sender's name above, page numbers below."""

    def __init__(self, sender: str, title: str) -> None:
        import fpdf

        class Document(fpdf.FPDF):
            def header(self) -> None:
                self.set_font("Helvetica", "B", 11)
                self.set_text_color(60, 60, 60)
                self.cell(0, 8, sender, new_x="LMARGIN", new_y="NEXT")
                self.ln(6)

            def footer(self) -> None:
                self.set_y(-18)
                self.set_font("Helvetica", size=9)
                self.set_text_color(110, 110, 110)
                self.cell(0, 8, f"Sida {self.page_no()} av {{nb}}", align="R")

        self._pdf: Any = Document(format="A4")
        self._pdf.set_creation_date(MADE)
        self._pdf.set_title(title)
        self._pdf.set_author(sender)
        self._pdf.set_lang("sv")
        self._pdf.set_margin(24)
        self._pdf.set_auto_page_break(True, 28)
        self._pdf.add_page()
        self._line(title, 18, "B", 10)

    def _line(self, text: str, size: float, style: str = "", after: float = 0) -> None:
        self._pdf.set_font("Helvetica", style, size)
        self._pdf.set_text_color(20, 20, 20)
        self._pdf.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
        self._pdf.ln(after)

    def heading(self, text: str) -> "_Paper":
        self._pdf.ln(3)
        self._line(text, 12.5, "B", 1)
        return self

    def text(self, text: str) -> "_Paper":
        self._line(text, 11, after=3)
        return self

    def table(self, rows: list[tuple[str, ...]], widths: tuple[int, ...]) -> "_Paper":
        self._pdf.set_font("Helvetica", size=10.5)
        align = ("LEFT",) + ("RIGHT",) * (len(widths) - 1)
        with self._pdf.table(
            rows, col_widths=widths, text_align=align, line_height=7, borders_layout="HORIZONTAL_LINES"
        ):
            pass
        self._pdf.ln(5)
        return self

    def page(self) -> "_Paper":
        self._pdf.add_page()
        return self

    def bytes(self) -> bytes:
        return bytes(self._pdf.output())


def nursery_place() -> bytes:
    paper = _Paper("Björkö kommun, Barn och utbildning", "Beslut om plats i förskola")
    paper.text("Diarienummer BU 2026-1187").text("Hej Karin,")
    paper.text(
        "ditt barn har fått plats på förskolan Ekorren från och med den 11 januari. Platsen är på 35 timmar i veckan."
    )
    for heading in ("Så har vi tänkt", "Avgift", "Inskolning", "Om du vill tacka nej"):
        paper.heading(heading).text(PARAGRAPH).text(PARAGRAPH)
    paper.page().heading("Så överklagar du")
    paper.text(
        "Du kan överklaga beslutet till Förvaltningsrätten. Skriv vilket beslut du överklagar, hur du vill att det ska "
        "ändras och varför. Överklagandet ska ha kommit till kommunen inom tre veckor från den dag du fick beslutet."
    )
    paper.table(
        [("Uppgift", "Värde"), ("Förskola", "Ekorren"), ("Startdatum", "11 januari"), ("Avgift per månad", "1 688 kr")],
        (110, 50),
    )
    return paper.bytes()


def payslip(month: str, gross: int) -> bytes:
    tax = round(gross * 0.24)
    paper = _Paper("Vasa Löner på uppdrag av Måleri & Fasad i Björkö", f"Lönespecifikation {month}")
    paper.text("Anställningsnummer 1047. Utbetalas den 25:e.")
    paper.table(
        [
            ("Löneart", "Antal", "Belopp"),
            ("Månadslön", "1,00", _kronor(gross)),
            ("Semesterdagstillägg", "2,00", _kronor(412)),
            ("Preliminär skatt", "", _kronor(-tax)),
            ("Nettolön", "", _kronor(gross + 412 - tax)),
        ],
        (90, 30, 40),
    )
    paper.heading("Semester").text("Betalda dagar kvar: 14. Sparade dagar: 5.")
    paper.page().heading("Så räknas skatten").text(
        "Skatten dras enligt skattetabell 32, kolumn 1. Har du frågor om din lön vänder du dig till din arbetsgivare."
    )
    return paper.bytes()


def meter_change() -> bytes:
    paper = _Paper("Storängens Energi", "Vi byter din elmätare")
    paper.text("Under våren byter vi alla elmätare i ditt område till en ny modell som läses av varje kvart.")
    paper.heading("Det här behöver du göra").text(
        "Se till att vi når mätaren den dag vi kommer. Du får ett sms dagen innan. Strömmen är borta i ungefär femton "
        "minuter. Stäng av datorer och annan känslig utrustning innan vi börjar."
    )
    paper.heading("Vad kostar det?").text("Ingenting. Den nya mätaren ägs av oss och ingår i din nätavgift.")
    return paper.bytes()


def energy_contract() -> bytes:
    paper = _Paper("Storängens Energi", "Ditt nya elavtal")
    paper.text("Tack för att du är kund hos oss. Här är ditt avtal från och med den 1 januari.")
    paper.table(
        [
            ("Del", "Pris"),
            ("Elpris, rörligt", "spotpris + 4,9 öre/kWh"),
            ("Månadsavgift", "39 kr"),
            ("Energiskatt", "enligt lag"),
        ],
        (90, 70),
    )
    for heading in ("Förbrukning", "Ångerrätt", "Om du flyttar"):
        paper.heading(heading).text(TERMS)
    return paper.bytes()


def energy_terms() -> bytes:
    paper = _Paper("Storängens Energi", "Allmänna villkor")
    for number in range(1, 13):
        paper.heading(f"{number} §").text(TERMS).text(TERMS)
    return paper.bytes()


def credit_note() -> bytes:
    paper = _Paper("Lindens Apotek", "Kreditnota 20713")
    paper.text("Vi har tagit emot din retur och betalar tillbaka köpet till det kort du betalade med.")
    paper.table(
        [
            ("Vara", "Antal", "Belopp"),
            ("Solskydd SPF 50, 200 ml", "1", _kronor(-149)),
            ("Plåster, 20 st", "2", _kronor(-78)),
            ("Att få tillbaka", "", _kronor(-227)),
        ],
        (90, 30, 40),
    )
    return paper.bytes()


def newsletter() -> bytes:
    return (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Nya tider på återvinningscentralen</title>'
        "<style>body{font-family:Georgia,serif;max-width:40em;margin:2em auto;padding:0 1em;line-height:1.6}"
        "table{border-collapse:collapse}td,th{border-bottom:1px solid #ccc;padding:.4em 1.2em .4em 0;text-align:left}"
        "</style></head><body><h1>Nya tider på återvinningscentralen</h1>"
        "<p>Från och med måndag har vi öppet längre på vardagarna. På lördagar gäller samma tider som förut.</p>"
        "<table><tr><th>Dag</th><th>Öppet</th></tr><tr><td>Måndag till fredag</td><td>7-20</td></tr>"
        "<tr><td>Lördag</td><td>9-15</td></tr><tr><td>Söndag</td><td>Stängt</td></tr></table>"
        "<p>Kom ihåg att sortera farligt avfall för sig. Välkommen!</p><p>Björkö kommun</p></body></html>"
    ).encode()


def welcome() -> bytes:
    return (
        "Hej!\n\nNu får du post från Björkö kommun digitalt. Beslut, kallelser och information kommer hit i stället "
        "för i brevlådan.\n\nDu kan när som helst välja papper igen genom att stänga av kommunen under Avsändare.\n\n"
        "Vänliga hälsningar\nBjörkö kommun\n"
    ).encode()


def _kronor(amount: int) -> str:
    return f"{amount:,} kr".replace(",", " ")
