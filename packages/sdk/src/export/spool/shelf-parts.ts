import type { Lookout } from "./lookout.ts";
import type { ProcessToken } from "./process-token.ts";
import type { Removals } from "./removals.ts";
import type { Room } from "./room.ts";
import type { ShelfOwner } from "./spool.ts";
import type { Troubles } from "./troubles.ts";

/** What a shelf is made of. */
export interface ShelfParts {
  /** What its directory is called. */
  readonly name: string;
  /**
   * Its directory, in which every process has one of its own. Without `create` it is `undefined` when there is none yet.
   * Throws when that is impossible or unsafe.
   */
  readonly open: (options: { readonly create: boolean }) => string | undefined;
  readonly token: ProcessToken;
  readonly room: Room;
  readonly lookout: Pick<Lookout, "lookIfDue" | "lookIfDueSync">;
  readonly removals: Removals;
  readonly owner: ShelfOwner;
  readonly troubles: Troubles;
}
