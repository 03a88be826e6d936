// Unit tests read English, unless they speak another language themselves.
import { speak } from '../messages'

await speak('en-GB')
