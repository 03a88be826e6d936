import { say } from '../say'

export const notifications = {
  title: 'News',
  unread: say('{count, plural, =0 {News} one {News, # unread} other {News, # unread}}', (count: number) => ({
    count,
  })),
} as const
