import { t } from '../lib/messages'

/** What a check found, in words. */
export const checkText = (check: string): string => t.findings.checks[check] ?? t.findings.other(check)
