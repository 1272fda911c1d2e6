/** The same hours on some days of the week, in UTC. */
interface Shift {
  /** 0 is Sunday. */
  readonly days: readonly number[];
  /** `HH:MM`, 24 hours. */
  readonly from: string;
  /** `HH:MM`, 24 hours, exclusive. */
  readonly to: string;
}

const WEEKDAYS = [1, 2, 3, 4, 5];
const SATURDAY = [6];

const OPENING: readonly Shift[] = [
  { days: WEEKDAYS, from: "08:00", to: "20:00" },
  { days: SATURDAY, from: "10:00", to: "16:00" },
];

const ROTA: readonly (Shift & { readonly agent: string; readonly topics: readonly string[] })[] = [
  { agent: "Amara", topics: ["support", "billing"], days: WEEKDAYS, from: "08:00", to: "14:00" },
  { agent: "Bruno", topics: ["sales"], days: WEEKDAYS, from: "10:00", to: "18:00" },
  { agent: "Chiyo", topics: ["support", "feedback"], days: WEEKDAYS, from: "14:00", to: "20:00" },
  { agent: "Dana", topics: ["support", "sales", "billing"], days: SATURDAY, from: "10:00", to: "16:00" },
];

const DAY_NAMES = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** When the desk is open, in UTC, and whether it is open now. */
export function openingHours(now: Date) {
  const hours = OPENING.map(({ days, from, to }) => ({ days: days.map((day) => DAY_NAMES[day]), from, to }));
  return { timeZone: "UTC", hours, open: OPENING.some((shift) => covers(shift, now)) };
}

/** Who is on duty now, and for which topics. */
export function agentsOnDuty(now: Date) {
  const onDuty = ROTA.filter((shift) => covers(shift, now));
  return { agents: onDuty.map(({ agent, topics, to }) => ({ name: agent, topics, until: to })) };
}

function covers({ days, from, to }: Shift, now: Date): boolean {
  const time = now.toISOString().slice(11, 16);
  return days.includes(now.getUTCDay()) && from <= time && time < to;
}
