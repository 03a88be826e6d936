import { Field } from '../../components/Field'
import { t } from '../../lib/messages'

interface ChosenPasswordProps {
  label: string
  value: string
  onChange: (password: string) => void
  fault: string | null | undefined
}

/** A password that is made up here; the market's own bounds, so that most mistakes are said at once. */
export function ChosenPassword({ label, value, onChange, fault }: ChosenPasswordProps) {
  return (
    <Field
      label={label}
      note={t.you.passwordNote}
      type="password"
      autoComplete="new-password"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      required={true}
      minLength={10}
      maxLength={72}
      fault={fault}
    />
  )
}
