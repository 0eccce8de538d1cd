/** Parts of the way back that are fetched when she presses for them. */

export const deeds = () => import("./deeds.ts");
