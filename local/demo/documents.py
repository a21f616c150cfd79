"""The demo's documents: real PDFs with Swedish text, made on the spot; an HTML page and a plain text."""

from datetime import UTC, datetime
from typing import Any

MADE = datetime(2026, 1, 1, tzinfo=UTC)
DECISION = {
    "Så har vi tänkt": (
        "Beslutet har fattats med stöd av 8 kap. skollagen (2010:800) och kommunens riktlinjer för placering.",
        (
            "Vid fördelningen har vi tagit hänsyn till barnets behov, till syskon på samma förskola och till avståndet "
            "mellan hemmet och förskolan. Förskolan Ekorren var ert första val, och ni bor inom gångavstånd."
        ),
    ),
    "Avgift": (
        (
            "Avgiften följer maxtaxan och räknas på hushållets inkomst före skatt. Den första avgiften betalas i "
            "slutet av februari. Ändras era inkomster ska ni anmäla det till oss så snart som möjligt."
        ),
        "För femton timmar i veckan är förskolan avgiftsfri från hösten det år barnet fyller tre.",
    ),
    "Inskolning": (
        (
            "Inskolningen tar ungefär två veckor. Under den första veckan är en vuxen med hela tiden, under den andra "
            "lämnar ni barnet korta stunder som blir allt längre."
        ),
        "Ta med ombyte, regnkläder, inneskor och gärna ett gosedjur. Förskolan hör av sig om tider i december.",
    ),
    "Om du vill tacka nej": (
        (
            "Vill ni inte ha platsen svarar ni senast den 4 december. Då går platsen till nästa barn i kön, och ni "
            "står kvar i kön från samma dag som förut om ni skriver att ni vill det."
        ),
    ),
}
CONTRACT = {
    "Förbrukning": "Vi har räknat med 8 400 kWh om året, vilket är vad du använde under de senaste tolv månaderna. Du "
    "betalar för det du verkligen använder; mätaren läses av varje timme.",
    "Ångerrätt": "Du har rätt att ångra avtalet inom fjorton dagar. Det räcker att du skriver till oss eller ringer. "
    "Har leveransen börjat betalar du för den el som du har använt.",
    "Om du flyttar": "Anmäl flytten senast två veckor i förväg. Vill du ha samma avtal på den nya adressen ordnar vi "
    "det, annars upphör avtalet den dag du flyttar.",
}
TERMS = {
    "Avtalets parter": "Avtalet gäller mellan dig som kund och Storängens Energi som elleverantör. Elnätet ägs av ditt "
    "nätföretag, som du har ett eget avtal med.",
    "Leverans": "Vi ansvarar för att el finns på elmarknaden för din räkning från den dag som står i avtalet. Beror en "
    "försening på oss får du ersättning för det som du har betalat för mycket.",
    "Pris": "Rörligt pris följer elbörsens månadsmedel i ditt elområde, med det påslag som står i avtalet. Skatter och "
    "avgifter som myndigheter beslutar läggs till.",
    "Ändrat pris": "Ändrar vi påslag eller månadsavgift får du veta det minst två månader i förväg, och kan säga upp "
    "avtalet utan kostnad.",
    "Betalning": "Fakturan kommer varje månad och ska betalas inom trettio dagar. Vid sen betalning tar vi ut ränta "
    "enligt räntelagen och avgift för påminnelse.",
    "Mätning": "Nätföretaget mäter din förbrukning. Saknas mätvärden uppskattar vi dem, och rättar på nästa faktura.",
    "Uppsägning": "Avtalet gäller tills vidare och kan sägas upp med en månads uppsägningstid. Vid flytt upphör det "
    "den dag du flyttar, om du har anmält flytten i tid.",
    "Fel och klagomål": "Hör av dig till vår kundtjänst om något är fel. Är du inte nöjd med svaret kan du vända dig "
    "till Allmänna reklamationsnämnden eller till kommunens konsumentvägledare.",
    "Personuppgifter": "Vi behandlar de uppgifter som behövs för att leverera el, fakturera och svara på dina frågor. "
    "På vår webbplats står hur länge de sparas och vilka rättigheter du har.",
    "Hinder": "Ingen av oss ansvarar för det som beror på något utanför vår kontroll, till exempel svåra oväder eller "
    "beslut av myndigheter.",
}


class _Paper:
    """An A4 letter: the sender's name above, page numbers below."""

    def __init__(self, sender: str, title: str) -> None:
        import fpdf

        class Document(fpdf.FPDF):
            def header(self) -> None:
                self.set_fill_color(24, 49, 83)
                self.rect(0, 0, 210, 5, style="F")
                self.set_font("Helvetica", "B", 11)
                self.set_text_color(24, 49, 83)
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
        self._pdf.multi_cell(0, size * 0.5, text, align="L", new_x="LMARGIN", new_y="NEXT")
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
    for heading, paragraphs in DECISION.items():
        paper.heading(heading)
        for paragraph in paragraphs:
            paper.text(paragraph)
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
    for heading, text in CONTRACT.items():
        paper.heading(heading).text(text)
    return paper.bytes()


def energy_terms() -> bytes:
    paper = _Paper("Storängens Energi", "Allmänna villkor")
    for number, (heading, text) in enumerate(TERMS.items(), 1):
        paper.heading(f"{number} § {heading}").text(text)
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


def lease_notice() -> bytes:
    paper = _Paper("Björkö kommun, Mark och exploatering", "Uppsägning av arrende")
    paper.text("Diarienummer ME 2026-0412").text(
        "Kommunen säger härmed upp arrendet av odlingslott 14 vid Norra viken till utgången av september. Marken "
        "behövs när vattenledningen till ön läggs om."
    )
    paper.heading("Det här erbjuder vi").text(
        "Du får en ny lott av samma storlek vid Södra viken från den 1 april, utan avgift det första året. Vill du ha "
        "den svarar du oss senast i februari."
    )
    paper.heading("Om du inte håller med").text(
        "Du kan begära att uppsägningen prövas. Skriv till oss inom två månader från den dag du kvitterade brevet."
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
