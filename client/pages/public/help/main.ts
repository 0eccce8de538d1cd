/** The help page is whole without this: it only opens the country that she may be in. */

import { all } from "../../dom.ts";
import { armExit } from "../../exit.ts";

armExit();
const regions = navigator.languages.map((wish) => new Intl.Locale(wish).region ?? "");
const here = all<HTMLDetailsElement>("details[data-country]").find((details) =>
  regions.includes(details.dataset["country"] ?? ""),
);
if (here) here.open = true;
