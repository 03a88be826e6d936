import styles from './Sentence.module.css'

/** The headline of a screen; what stands between ⟦ and ⟧ is highlighted. */
export function Sentence({ text }: { text: string }) {
  return (
    <h1 className={styles.sentence} data-testid="headline">
      <Marked text={text} />
    </h1>
  )
}

/** What looks like the headline while the page that has it is still to come. */
export function Heading({ text }: { text: string }) {
  return (
    <p className={styles.sentence}>
      <Marked text={text} />
    </p>
  )
}

/** Text in which every second part, split at ⟦ and ⟧, is marked. */
export function Marked({ text, className = styles.mark }: { text: string; className?: string | undefined }) {
  // A time span such as 14:00–14:15 stays on one line.
  const tied = text.replaceAll('–', '\u2060–\u2060')
  return tied.split(/[⟦⟧]/).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence keep their order
      <mark key={index} className={className}>
        {part}
      </mark>
    ) : (
      part
    ),
  )
}
