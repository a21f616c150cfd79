// An appointment: when, where, what to think of, and a way to put it in one's own calendar.
import { now } from "../../clock";
import { contentWords } from "../../i18n/contents";
import { Note } from "../../ui/States";
import { Facts, Lines, Span, Title, ToCalendar, WayOut } from "./parts";
import type { Booking } from "./types";

export function BookingView({ booking, letterKey, subject }: { booking: Booking; letterKey: string; subject: string }) {
  const { title, start_time, end_time, location, description, info_url } = booking;
  const over = Date.parse(end_time ?? start_time) < now();
  return (
    <section class="content-card" aria-labelledby="booking">
      <Title id="booking" icon="appointment" subject={subject}>{title}</Title>
      <p class="content-when"><Span start={start_time} end={end_time} /></p>
      {over && <Note icon="warning">{contentWords().has_been}</Note>}
      <Facts facts={[[contentWords().place, location && <Lines>{location}</Lines>]]} />
      {description && <Lines>{description}</Lines>}
      {!over && <p><ToCalendar letterKey={letterKey} /></p>}
      {info_url && <WayOut uri={info_url}>{contentWords().read_more}</WayOut>}
    </section>
  );
}
