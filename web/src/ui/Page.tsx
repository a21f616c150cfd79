// A page of the app that is not the mailbox: inside the shell for members, inside the door for others.
import type { ComponentChildren } from "preact";
import { session } from "../session";
import { useStore } from "../store";
import { Door } from "./Door";
import { Foot } from "./Foot";
import { Heading } from "./Heading";

export function Page({ title, lead, children }: { title: string; lead?: string; children: ComponentChildren }) {
  const inside = (
    <>
      <Heading title={title}>{title}</Heading>
      {lead && <p class="lead">{lead}</p>}
      {children}
    </>
  );
  if (!useStore(session)) return <Door wide>{inside}</Door>;
  return <main id="main" class="page" tabIndex={-1}><div class="page-inside">{inside}</div><Foot /></main>;
}

export const Section = ({ id, title, children }: { id?: string; title: string; children: ComponentChildren }) => (
  <section class="section" id={id} aria-labelledby={id && `${id}-title`}>
    <h2 id={id && `${id}-title`}>{title}</h2>
    {children}
  </section>
);
