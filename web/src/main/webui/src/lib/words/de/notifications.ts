import { say } from '../say'

export const notifications = {
  title: 'Neues',
  unread: say(
    '{count, plural, =0 {Neues} one {Neues, # ungelesen} other {Neues, # ungelesen}}',
    (count: number) => ({
      count,
    }),
  ),
} as const
