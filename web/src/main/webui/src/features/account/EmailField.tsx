import { Field } from '../../components/Field'
import { t } from '../../lib/messages'

interface EmailFieldProps {
  note: string
  value: string
  onChange: (email: string) => void
  fault: string | null | undefined
}

/** The address of whoever reads the page, which password stores keep as the name to sign in with. */
export function EmailField({ note, value, onChange, fault }: EmailFieldProps) {
  return (
    <Field
      label={t.join.email}
      note={note}
      type="email"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      autoComplete="username"
      required={true}
      maxLength={254}
      fault={fault}
    />
  )
}
