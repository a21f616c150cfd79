// What a letter carries besides its documents, each type in a view of its own.
import type { LetterDocument, LetterPage } from "../../api-types";
import { t } from "../../i18n";
import { lazy } from "../../ui/lazy";
import { behind } from "./behalf";

const BookingView = lazy(() => import("./BookingView").then((file) => file.BookingView));
const FormView = lazy(() => import("./form/FormView").then((file) => file.FormView));
const InviteView = lazy(() => import("./InviteView").then((file) => file.InviteView));
const PayslipView = lazy(() => import("./PayslipView").then((file) => file.PayslipView));
const TicketsView = lazy(() => import("./TicketsView").then((file) => file.TicketsView));

export function Contents({ page }: { page: LetterPage }) {
  const { booking, form, invite, salaryslip, signed, ticket } = page.context;
  if (booking) return <BookingView booking={booking} letterKey={page.key} subject={page.subject} />;
  if (form) return <FormView letterKey={page.key} subject={page.subject} />;
  if (invite) return <InviteView invite={invite} sender={page.sender.name} subject={page.subject} />;
  if (salaryslip) return <PayslipView slip={salaryslip} />;
  if (ticket) return <TicketsView ticket={ticket} letterKey={page.key} subject={page.subject} picture={pictureOf(page)} />;
  if (signed?.behalf_of) return <p class="facts">{t.letter.signed_for(behind(signed.behalf_of))}</p>;
  return null;
}

/** What is shown with its tickets, and not as a document: the event's picture, the last of a letter's files. */
const pictureOf = ({ context, documents }: LetterPage): LetterDocument | undefined =>
  context.ticket?.event.picture ? documents.at(-1) : undefined;

export const documentsOf = (page: LetterPage): LetterDocument[] => page.documents.filter((part) => part !== pictureOf(page));

/** Whether there is something to read without any document. */
export const hasContents = ({ context }: LetterPage): boolean => Object.keys(context).length > 0;
