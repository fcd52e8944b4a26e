import { Argument, type Command } from 'commander';
import { examples } from './examples.ts';
import type { Session } from './session.ts';

/** What may follow; an option that takes a value has its `choices`, none where they are not known. */
type Word = { word: string; says: string; choices?: string[] };
type Place = { at: string; words: Word[] };

const placesIn = (command: Command, at: string): Place[] => {
  const help = command.createHelp();
  const named = help.visibleCommands(command);
  const options = help.visibleOptions(command);
  const values = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
  const words: Word[] = [
    ...named.map((one) => ({ word: one.name(), says: help.subcommandDescription(one) })),
    ...values.map((word) => ({ word, says: '' })),
    ...options.map(({ long, description: says, required, argChoices = [] }) => {
      return { word: long ?? '', says, ...(required && { choices: argChoices }) };
    }),
  ];
  const below = command.commands.flatMap((one) => placesIn(one, `${at} ${one.name()}`));
  return [{ at, words }, ...below];
};

const quoted = (text: string): string => `'${text.replaceAll("'", '’')}'`;

/** After an option that takes a value its choices, else what may follow the command. */
const branches = ({ at, words }: Place): string[] =>
  [
    ...words.map(
      ({ word, choices }) => choices && `${quoted(`${at}|${word}`)}) set -- ${choices.join(' ')};;`,
    ),
    `${quoted(`${at}|`)}*) set -- ${words.map(({ word }) => word).join(' ')};;`,
  ].filter((one) => one !== undefined);

/** Where no word is known, as for the value of most options, the shell offers files. */
const bash = (places: readonly Place[]): string => `_onboard() {
  local at=onboard word
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD-1))}"; do
    case "$at $word" in ${places.map(({ at }) => quoted(at)).join('|')}) at="$at $word";; esac
  done
  case "$at|\${COMP_WORDS[COMP_CWORD-1]}" in
${places.flatMap(branches).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$*" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _onboard onboard`;

const fishLine = (at: string, { word, says, choices }: Word): string => {
  const value = choices?.length === 0 ? '-r -F' : `-x -a ${quoted(choices?.join(' ') ?? '')}`;
  const what = choices ? `-l ${word.slice(2)} ${value}` : `-a ${quoted(word)}`;
  return `complete -c onboard -n ${quoted(`__onboard_at ${at}`)} ${what} -d ${quoted(says)}`;
};

const fish = (places: readonly Place[]): string => `function __onboard_at
  set -l at onboard
  for word in (commandline -opc)[2..]
    contains -- "$at $word" ${places.map(({ at }) => quoted(at)).join(' ')}; and set at "$at $word"
  end
  test "$at" = "$argv"
end
complete -c onboard -f
${places.flatMap(({ at, words }) => words.map((word) => fishLine(at, word))).join('\n')}`;

const zsh = (places: readonly Place[]): string =>
  `autoload -U compinit bashcompinit && compinit && bashcompinit\n${bash(places)}`;

const SCRIPTS = new Map(Object.entries({ bash, zsh, fish }));

/** `completion`. */
export const addCompletion = (program: Command, { terminal }: Session) =>
  program
    .command('completion')
    .description('Prints a script by which your shell completes command lines of onboard.')
    .addArgument(new Argument('<shell>').choices([...SCRIPTS.keys()]))
    .addHelpText('after', examples('completion bash > onboard.bash'))
    .action((shell: string) => {
      const script = SCRIPTS.get(shell)?.(placesIn(program, 'onboard')) ?? '';
      for (const line of script.split('\n')) terminal.line(line);
    });
