// Tickets: the event, and one code per ticket, dark on white whatever the theme, so that scanners read it.
import { useEffect, useState } from "preact/hooks";
import type { LetterDocument } from "../../api-types";
import { clockTime, unbroken } from "../../dates";
import { isMobile } from "../../device";
import { contentWords } from "../../i18n/contents";
import { loadDrawing, type Draw } from "../../ui/Qr";
import { Shown } from "../DocumentView";
import { Facts, Lines, Span, Title, ToCalendar, WayOut } from "./parts";
import type { Coordinates, Tickets } from "./types";

interface TicketsProps { ticket: Tickets; letterKey: string; subject: string; picture: LetterDocument | undefined }

export function TicketsView({ ticket, letterKey, subject, picture }: TicketsProps) {
  const { event, tickets, group_ticket, order_id } = ticket;
  const words = contentWords().ticket;
  const draw = useDrawing();
  const { address, zip, city, coordinates } = event.venue.location ?? {};
  const where = [event.venue.name, address, unbroken([zip, city].filter(Boolean).join(" "))].filter(Boolean).join(", ");
  return (
    <section class="content-card" aria-labelledby="event">
      <Title id="event" icon="ticket" subject={subject}>{event.name}</Title>
      {picture && <div class="event-picture"><Shown letterKey={letterKey} part={{ ...picture, name: words.picture(event.name) }} /></div>}
      <p class="content-when"><Span start={event.schedule.start} end={event.schedule.end} /></p>
      <Facts facts={[
        [words.admission, event.schedule.admission && clockTime(event.schedule.admission)],
        [contentWords().place, where],
        [words.position, coordinates && <Position at={coordinates} />],
        [words.organiser, event.organizer.name],
        [words.order, order_id],
      ]} />
      {group_ticket && (
        <div class="ticket">
          <Code data={group_ticket.qr_data} name={words.all(tickets.length)} draw={draw} />
          <h3>{words.all(tickets.length)}</h3>
        </div>
      )}
      <ol class="tickets">
        {tickets.map(({ qr_data, type, seating = {} }, n) => (
          <li key={n} class="ticket">
            <Code data={qr_data} name={words.one(n + 1, tickets.length)} draw={draw} />
            <div>
              <h3>{words.one(n + 1, tickets.length)}</h3>
              <Facts facts={[
                [words.type, type], [words.gate, seating.gate], [words.section, seating.section],
                [words.row, seating.row], [words.seat, seating.seat],
              ]} />
            </div>
          </li>
        ))}
      </ol>
      <p><ToCalendar letterKey={letterKey} /></p>
      {event.information && <Lines>{event.information}</Lines>}
      {event.url && <WayOut uri={event.url}>{contentWords().read_more}</WayOut>}
    </section>
  );
}

const DEGREES = /^-?\d{1,3}(\.\d+)?$/;

/** Where it is on the earth; a phone's own map opens it, and nobody else is told. Computers have none that does. */
function Position({ at: { latitude, longitude } }: { at: Coordinates }) {
  if (!isMobile() || !DEGREES.test(latitude) || !DEGREES.test(longitude)) return <>{latitude}, {longitude}</>;
  return <a class="alone" href={`geo:${latitude},${longitude}`}>{contentWords().ticket.to_map}</a>;
}

function useDrawing(): Draw | null {
  const [draw, set] = useState<{ with: Draw } | null>(null);
  useEffect(() => void loadDrawing().then((loaded) => set({ with: loaded })), []);
  return draw?.with ?? null;
}

function Code({ data, name, draw }: { data: string; name: string; draw: Draw | null }) {
  const drawn = draw?.(data);
  return (
    <div class="qr" role="img" aria-label={contentWords().ticket.code(name)}>
      {drawn && <svg viewBox={`0 0 ${drawn.size} ${drawn.size}`} shape-rendering="crispEdges"><path d={drawn.path} /></svg>}
    </div>
  );
}
