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

/** Law that the server has in common with pages: src/heard/rules/law. */
declare module "*/law/suspension.toml" {
  const law: {
    readonly reason: readonly {
      readonly code: string;
      readonly days: number;
      readonly duties: readonly string[];
    }[];
  };
  export default law;
}

declare module "*/law/evidence.toml" {
  const law: {
    readonly kind: readonly { readonly code: import("./evidence.ts").EvidenceKind; readonly days?: number }[];
    readonly follows: Readonly<Record<string, readonly import("./evidence.ts").EvidenceState[]>>;
  };
  export default law;
}

declare module "*/law/casework.toml" {
  const law: import("./caseworkTable.ts").Law;
  export default law;
}

declare module "*/law/matters.toml" {
  const law: { readonly until: Readonly<Record<string, string>> };
  export default law;
}

declare module "*/law/reporter-limits.toml" {
  const law: {
    readonly limit: readonly {
      readonly id: string;
      readonly country: string;
      readonly from: "incident" | "left";
      readonly within: string;
      readonly at_most?: string;
      readonly article: string;
      readonly source: string;
      readonly verified: boolean;
    }[];
  };
  export default law;
}

declare module "*/desk.books" {
  type Books = Readonly<Record<string, () => Promise<{ default: import("./fill.ts").Messages }>>>;
  const books: Readonly<Record<"start" | "inside" | "work", Books>>;
  export default books;
}

declare module "*/law/contradictions.toml" {
  const law: { readonly says: readonly import("./contradictions.ts").LawSays[] };
  export default law;
}

declare module "*/law/referrals.toml" {
  const law: { readonly must_report: readonly import("./referrals.ts").MustReport[] };
  export default law;
}

declare module "*/law/blocking.toml" {
  const law: { readonly rule: readonly import("./blocking.ts").BlockingRule[] };
  export default law;
}

declare module "*/law/secrecy.toml" {
  const law: { readonly rule: readonly import("./secrecy.ts").SecrecyRule[] };
  export default law;
}

/** Packs of single countries, as far as pages show them. */
declare module "*/law.packs" {
  const packs: readonly import("./lawPacks.ts").LawPack[];
  export default packs;
}
