/**
 * `genkan drill` (desk.md section 7): the scripted attackers, then every minimal set of `policy explain`, against one throw-away copy.
 * Nobody may get in with fewer than three compromises, and every attack must reach somebody who is not of it; the sets that suffice
 * must get in, because a drill that cannot lose proves nothing.
 */
import type { Config } from '../config.ts';
import type { Language } from '../core/language.ts';
import { breakInSets, type CompromiseSet, suffices } from '../core/recovery-paths.ts';
import { RISK_LEVELS, type RiskLevel } from '../core/recovery-policy.ts';
import { days, type Instant } from '../core/time.ts';
import { attack, type Ending, firstNotice, type Learned, type Scene } from './attack.ts';
import { ATTACKERS, type AttackerName, heldAddresses, SCRIPTS } from './attackers.ts';
import { type Household, openDesk, openHousehold, signIn } from './people.ts';
import { openTown, type Town } from './town.ts';

/** Fewer than so many compromises never lead in (desk.md section 3, the rule of three). */
export const ENOUGH = 3;

export interface AttackerRow {
  readonly attacker: AttackerName;
  readonly has: CompromiseSet;
  readonly count: number;
  readonly readsAdministrator: boolean;
  readonly ending: Ending;
  /** Null: nobody but the attacker. */
  readonly learned: Learned | null;
  /** Got in with too little, did harm, or went unnoticed though somebody else could have been told. */
  readonly isFailure: boolean;
}

export interface SetRow {
  readonly level: RiskLevel;
  readonly set: CompromiseSet;
  readonly isIn: boolean;
}

export interface DrillReport {
  readonly attackers: readonly AttackerRow[];
  readonly sets: readonly SetRow[];
}

/** Administrators must have held their authenticator for a while before they may vouch. */
const SETTLED_AFTER = days(40);
/** Between two attacks: quotas of the desk and brakes of a company have run out. */
const APART = days(3);

/** `only`: one attacker and no set. Throws NothingToDrill without a portal of customers and a desk; Fault when the copy cannot start. */
export async function runDrill(
  config: Config,
  language: Language,
  start: Instant,
  only: AttackerName | null = null,
): Promise<DrillReport> {
  const attackers = only === null ? ATTACKERS : [only];
  const sets = only === null ? setsOf(config) : [];
  const town = await openTown(config, language, start);
  try {
    const desk = await openDesk(town);
    const households: Household[] = [];
    for (let number = 1; number <= attackers.length + sets.length; number += 1) households.push(await openHousehold(town, number));
    await town.advance(SETTLED_AFTER);
    const nextScene = async (): Promise<Scene> => {
      const household = households.shift();
      if (household === undefined) throw new Error('more attacks than households');
      await aDayBefore(town, household);
      return { town, desk, household };
    };
    const rows: AttackerRow[] = [];
    for (const attacker of attackers) rows.push(await playScript(await nextScene(), attacker));
    const played: SetRow[] = [];
    for (const each of sets) {
      const way = suffices(each.set, 'files', each.level, config.recovery) ? 'files' : 'joins';
      const { isIn } = await attack(await nextScene(), { has: each.set, way, level: each.level });
      played.push({ ...each, isIn });
    }
    return { attackers: rows, sets: played };
  } finally {
    await town.close();
  }
}

function setsOf({ recovery }: Config): readonly Omit<SetRow, 'isIn'>[] {
  return RISK_LEVELS.flatMap((level) => breakInSets(recovery, level).map((set) => ({ level, set })));
}

/** The holder was here lately, from the usual place. */
async function aDayBefore(town: Town, { holder }: Household): Promise<void> {
  await town.advance(APART - days(1));
  await signIn(town, holder, holder.browser);
  await town.advance(days(1));
  await town.toOfficeHours();
}

async function playScript(scene: Scene, attacker: AttackerName): Promise<AttackerRow> {
  const script = SCRIPTS[attacker];
  const { count = script.has.length, has } = script;
  const since = scene.town.now();
  const ending = await script.play(scene);
  const held = heldAddresses(script, scene);
  const learned = firstNotice(scene, since, held);
  const isAllHeld = held.has(scene.household.holder.email) && held.has(scene.household.administrator.email);
  const isFailure =
    (ending.isIn && count < ENOUGH) || (!ending.isIn && ending.isHarmed === true) || (learned === null && !isAllHeld);
  return { attacker, has, count, readsAdministrator: script.readsAdministrator === true, ending, learned, isFailure };
}

/** Whether the policy and the drill itself hold. */
export function isPassed({ attackers, sets }: DrillReport): boolean {
  return attackers.every(({ isFailure }) => !isFailure) && sets.every(({ isIn, set }) => isIn && set.length >= ENOUGH);
}
