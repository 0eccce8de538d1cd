/** The help page is whole without this: it only puts the country that she may be in first, open. */

import { all } from "../../dom.ts";
import { armExit } from "../../exit.ts";
import { likelyCountries } from "../../lines.ts";
import { started } from "../../started.ts";

armExit();
started();
const countries = all<HTMLDetailsElement>("details[data-country]");
const likely = await likelyCountries();
const here = likely
  .map(country => countries.find(details => details.dataset["country"] === country))
  .find(details => details !== undefined);
if (here) {
  here.open = true;
  countries[0]?.before(here);
}
