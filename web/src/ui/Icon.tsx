// The icons: thin strokes in the colour of the text, never without words beside them or for screen readers.

const PATHS = {
  inbox: "M4 13l2.5-7h11L20 13v5.5H4zM4 13h4.5l1.2 2.5h4.6L15.5 13H20",
  archive: "M4 5h16v4H4zM5.5 9v10h13V9M10 13h4",
  trash: "M5 7h14M9.5 7V4.5h5V7M6.5 7l1 12.5h9l1-12.5M10.3 10.5v5.5M13.7 10.5v5.5",
  todo: "M4 6.5l1.5 1.5L8 5.5M4 16l1.5 1.5L8 15M11.5 7H20M11.5 16.5H20",
  restore: "M4.5 12a7.5 7.5 0 1 0 2.6-5.7M4.5 4.5v4h4",
  search: "M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM15 15l4.5 4.5",
  senders: "M4 20V6.5L12 4v16M12 9.5h8V20M3 20h18M7 9.5h2M7 13h2M7 16.5h2M15 13h2M15 16.5h2",
  settings: "M4 7h9M17 7h3M4 12h3M11 12h9M4 17h9M17 17h3M15 5v4M9 10v4M15 15v4",
  help: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM9.7 9.7a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.2.9-1.2 1.9M12 16.6v.1",
  more: "M6.5 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0zM13 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0zM19.5 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0z",
  back: "M14.5 5.5L8 12l6.5 6.5",
  next: "M9.5 5.5L16 12l-6.5 6.5",
  up: "M5.5 14.5L12 8l6.5 6.5",
  down: "M5.5 9.5L12 16l6.5-6.5",
  download: "M12 4v11M7.5 10.5L12 15l4.5-4.5M5 19.5h14",
  print: "M7.5 8.5V4h9v4.5M7.5 16.5H4.5v-8h15v8h-3M7.5 13.5h9V20h-9z",
  unread: "M3.5 7.5L12 13l8.5-5.5M20.5 11v7.5h-17v-12H14",
  label: "M4 4.5h8l8 8-7.5 7.5-8-8zM8.4 8.4v.1",
  open: "M13.5 4.5h6v6M19.5 4.5L11 13M17 13.5v6H4.5V7h6",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  check: "M5 12.5l4.5 4.5L19 7.5",
  warning: "M12 4l9 15.5H3zM12 10v4.5M12 17v.1",
  offline: "M4 4l16 16M3.5 9.5A13 13 0 0 1 8 6.7M12 5.7c3.2 0 6.2 1.4 8.5 3.8M6.5 13a8.5 8.5 0 0 1 4-2.2M14.5 11.2a8.5 8.5 0 0 1 3 1.8M12 18v.1",
  letter: "M3.5 6.5h17v12h-17zM3.5 7.5L12 13.5l8.5-6",
  salary: "M3.5 6.5h17v11h-17zM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM6.5 12h.1M17.5 12h.1",
  credit: "M6 3.5h12v17l-2-1.5-2 1.5-2-1.5-2 1.5-2-1.5-2 1.5zM9 8.5h6M9 12h6",
  appointment: "M4.5 6h15v14h-15zM4.5 10h15M8.5 3.5V8M15.5 3.5V8M9 15l2.2 2.2 4-4.2",
  invitation: "M3.5 9.5L12 4l8.5 5.5v10h-17zM3.5 10L12 15.5l8.5-5.5",
  ticket: "M3.5 7h17v3.2a1.9 1.9 0 0 0 0 3.6V17h-17v-3.2a1.9 1.9 0 0 0 0-3.6zM14.5 7v1.6M14.5 11.2v1.6M14.5 15.4V17",
  form: "M6 5h12v15.5H6zM9.5 3.5h5v3h-5zM9 11l1.2 1.2 2.3-2.2M14.5 11.5H16M9 16l1.2 1.2 2.3-2.2M14.5 16.5H16",
  registered: "M3.5 6h17v9M3.5 6v12.5h8M3.5 7L12 13l8.5-6M17 14.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM15.7 19v3l1.3-.8 1.3.8v-3",
  signed: "M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4M9 14l2.2 2.2 4-4.2",
  signing: "M4.5 19.5l1.2-4.3L16.2 4.7l3.1 3.1L8.8 18.3zM14 7l3 3M12.5 19.5h7",
  questions: "M4 5h16v11h-8l-4 4v-4H4zM10.2 8.9a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2M12 13.6v.1",
  gift: "M4 9h16v3.5H4zM5.5 12.5h13v7.5h-13zM12 9v11M12 9C9 9 7.5 8 7.5 6.3S10.8 4 12 9c1.2-5 4.5-4.4 4.5-2.700S15 9 12 9z",
  voucher: "M3.5 6.500h17v11h-17zM8.5 14.500l7-5M9 10v.1M15 14v.1",
  document: "M6.5 3.5h7l4 4v13h-11zM13.5 3.5v4h4M9.5 12h5M9.5 15.5h5",
  person: "M12 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM5 19.5c.6-3.5 3.3-5.5 7-5.5s6.4 2 7 5.5",
  leave: "M13.5 4.5h-8v15h8M10.5 12h10M17 8.5l3.5 3.5-3.5 3.5",
  phone: "M7.5 3.5h9v17h-9zM11 17.5h2",
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
