/** `policy explain`: the rule of three of this configuration (desk.md section 3). Reads the file and opens nothing. */
import { readConfig } from '../config.ts';
import {
  BUNDLES,
  type Bundle,
  breakInSets,
  COMPROMISES,
  type CompromiseSet,
  smallestBreakIn,
  suffices,
} from '../core/recovery-paths.ts';
import { RISK_LEVELS, type RiskLevel } from '../core/recovery-policy.ts';
import { type Command, EXIT } from './command.ts';

const policyExplain: Command = {
  name: 'policy explain',
  summary: 'policyExplain',
  options: { risk: { takes: 'text', choices: RISK_LEVELS } },
  run: async (given, { environment, print, words: { policy: words } }) => {
    const { recovery } = readConfig(environment, given.configArgs);
    const asked = RISK_LEVELS.filter((level) => given.text('risk') === undefined || given.text('risk') === level);
    print(words.title(recovery.version));
    for (const level of asked) {
      const sets = breakInSets(recovery, level);
      print('');
      print(words.level(level));
      if (sets.length === 0) print(`  ${words.nothing}`);
      for (const set of sets) print(`  ${textOf(set)}`);
    }
    print('');
    print(words.bundles);
    for (const name of bundleNames()) {
      const isEnough = asked.some((level: RiskLevel) => suffices(BUNDLES[name], 'files', level, recovery));
      print(`  ${words.bundle(words.bundleNames[name], textOf(BUNDLES[name]), isEnough)}`);
    }
    print('');
    print(words.letters);
    for (const each of COMPROMISES) print(`  ${each}  ${words.compromises[each]}`);
    print('');
    print(words.taken);
    const smallest = smallestBreakIn(recovery);
    if (smallest === null) return EXIT.ok;
    print(words.smallest(smallest));
    if (smallest >= 3) return EXIT.ok;
    print(words.short);
    return EXIT.refused;
  },
};

const textOf = (set: CompromiseSet): string => set.join('+');

function bundleNames(): readonly Bundle[] {
  return Object.keys(BUNDLES).filter((name): name is Bundle => Object.hasOwn(BUNDLES, name));
}

export const POLICY_COMMANDS: readonly Command[] = [policyExplain];
