// Tickets: the event, and one code per ticket, dark on white whatever the theme, so that scanners read it.
import { useEffect, useState } from "preact/hooks";
import { clockTime } from "../../dates";
import { contentWords } from "../../i18n/contents";
import { Icon } from "../../ui/Icon";
import { loadDrawing, type Draw } from "../../ui/Qr";
import { Facts, Lines, Span, ToCalendar, WayOut } from "./parts";
import type { Tickets } from "./types";

export function TicketsView({ ticket, letterKey }: { ticket: Tickets; letterKey: string }) {
  const { event, tickets, group_ticket, order_id } = ticket;
  const words = contentWords().ticket;
  const draw = useDrawing();
  const { address, zip, city } = event.venue.location ?? {};
  const where = [event.venue.name, address, [zip, city].filter(Boolean).join(" ")].filter(Boolean).join(", ");
  return (
    <section class="content-card" aria-labelledby="event">
      <h2 id="event"><Icon name="ticket" />{event.name}</h2>
      <p class="content-when"><Span start={event.schedule.start} end={event.schedule.end} /></p>
      <Facts facts={[
        [words.admission, event.schedule.admission && clockTime(event.schedule.admission)],
        [contentWords().place, where],
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
