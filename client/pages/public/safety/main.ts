import { armExit } from "../../exit.ts";
import { started } from "../../started.ts";

armExit();
started();
