// Names of codes, dates and numbers as people read them.
export const quads = [
  { id: "verbal-cooperation", name: "Verbal cooperation", key: "verbal_cooperation" },
  { id: "material-cooperation", name: "Material cooperation", key: "material_cooperation" },
  { id: "verbal-conflict", name: "Verbal conflict", key: "verbal_conflict" },
  { id: "material-conflict", name: "Material conflict", key: "material_conflict" },
];
export const types = ["AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
  "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"];
export const statuses = { actual: "happened", planned: "planned", "called-for": "called for", possible: "possible", denied: "denied",
  rejected: "rejected", historical: "historical" };
const sectors = { GOV: "government", MIL: "military", LEG: "parliament", JUD: "courts", COP: "police", SPY: "intelligence", OPP: "opposition",
  PTY: "party", REB: "armed group", UAF: "armed force", CVL: "civilians", MED: "media", BUS: "business", EDU: "education", LAB: "labour",
  REL: "religious", REF: "refugees", CRM: "crime", NGO: "NGO", IGO: "international body", MNC: "multinational", ELI: "elites", AGR: "farmers",
  HLH: "health", DEV: "development", ENV: "environment", HRI: "human rights", SEP: "separatists", SET: "settlers", RAD: "radicals",
  MOD: "moderates", IMG: "militants", INT: "international", IMO: "international body", UIS: "unidentified" };

let words = { countries: {}, cameo: {} };
export const setWords = given => { words = given; };
export const token = () => words.token ?? null;
export const cameoCodes = () => Object.entries(words.cameo);
export const countries = () => words.countries;
export const country = code => words.countries[code] ?? code;
export const cameo = code => words.cameo[code] ?? "";
export function actorName(code) {
  const parts = code.match(/.{1,3}/g) ?? [];
  const said = parts.map((part, i) => (i === 0 && words.countries[part]) || sectors[part] || part);
  return said.join(" · ").replace(/^./, letter => letter.toUpperCase());
}
export const sentence = words => words === "" ? "" : words[0].toUpperCase() + words.slice(1).toLowerCase();
// Issues are called by their words: those of countries and bodies begin with capitals.
const bodies = new Set(["eu", "nato", "un", "us", "uk", "who", "wto", "iaea", "imf", "icc", "usa"]);
export function issueName(id) {
  const proper = new Set(Object.values(words.countries).flatMap(name => name.toLowerCase().split(/[^a-z]+/)).filter(word => word.length > 3));
  return id.split("-").map((word, i) => bodies.has(word) ? word.toUpperCase() : i === 0 || proper.has(word) ? sentence(word) : word).join(" ");
}

const full = new Intl.NumberFormat("en-GB");
export const number = value => full.format(value);
export const count = (value, one, many = one + "s") => `${full.format(value)} ${value === 1 ? one : many}`;
const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
export function date(value, short = false) {
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(value ?? "");
  if (!found) return value ?? "no date";
  const [, year, month, day] = found;
  if (!month) return year;
  const name = months[month - 1] ?? month, said = short ? name.slice(0, 3) : name;
  return day ? `${+day} ${said} ${year}` : `${said} ${year}`;
}
export function period(value, step) {
  return step === "week" ? `Week of ${date(value)}` : date(value);
}

// What text could do to a page beyond being read: control characters and marks that turn the direction of writing.
export const harmless = text => (text ?? "").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, "\ufffd");
