import { armExit } from "../../exit.ts";

armExit();
