/** What client/build/sources.mjs makes of src/heard/languages/languages.toml. */
declare module "*/languages.toml" {
  const languages: readonly {
    readonly tag: string;
    readonly name: string;
    readonly direction: "ltr" | "rtl";
    readonly code: import("./returncode.ts").CodeLanguage;
  }[];
  export default languages;
}

declare module "*/desk.books" {
  const books: Readonly<Record<string, () => Promise<{ default: import("./fill.ts").Messages }>>>;
  export default books;
}
