import styles from './Skeleton.module.css'

/** A quiet block in the place and size of what is still loading. */
export function Skeleton({ height, width }: { height: number; width?: number | string }) {
  return (
    <span
      className={styles.block}
      style={{ height, width: width ?? '100%' }}
      data-waiting={true}
      aria-hidden="true"
    />
  )
}
