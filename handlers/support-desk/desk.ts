/** A stretch of the week: from the first to the last of `days`, between two times of day, all in UTC. */
interface Shift {
  /** 0 is Sunday. */
  readonly days: readonly number[];
  /** `HH:MM`, 24 hours. */
  readonly from: string;
  /** `HH:MM`, 24 hours; at that minute the shift is over. */
  readonly to: string;
}

const weekdays = [1, 2, 3, 4, 5];
const saturday = [6];

const opening: readonly Shift[] = [
  { days: weekdays, from: "08:00", to: "20:00" },
  { days: saturday, from: "10:00", to: "16:00" },
];

const rota: readonly (Shift & { readonly agent: string; readonly topics: readonly string[] })[] = [
  { agent: "Amara", topics: ["support", "billing"], days: weekdays, from: "08:00", to: "14:00" },
  { agent: "Bruno", topics: ["sales"], days: weekdays, from: "10:00", to: "18:00" },
  { agent: "Chiyo", topics: ["support", "feedback"], days: weekdays, from: "14:00", to: "20:00" },
  { agent: "Dana", topics: ["support", "sales", "billing"], days: saturday, from: "10:00", to: "16:00" },
];

const dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** When the desk is open, all times in UTC, and whether it is now. */
export function openingHours(now: Date) {
  const hours = opening.map(({ days, from, to }) => ({ days: days.map((day) => dayNames[day]), from, to }));
  return { timeZone: "UTC", hours, open: opening.some((shift) => covers(shift, now)) };
}

/** Who is on duty now, and for which topics. */
export function agentsOnDuty(now: Date) {
  const onDuty = rota.filter((shift) => covers(shift, now));
  return { agents: onDuty.map(({ agent, topics, to }) => ({ name: agent, topics, until: to })) };
}

function covers({ days, from, to }: Shift, now: Date): boolean {
  const time = now.toISOString().slice(11, 16);
  return days.includes(now.getUTCDay()) && from <= time && time < to;
}
