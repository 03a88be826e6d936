// Walks what people come for through the page on a running market, for `./peerwatt test`:
//   node e2e/journeys.mjs http://localhost:8080 [folder for pictures] [journey ...]
import { accounts } from './account.journeys.mjs'
import { firstLoad } from './first-load.journeys.mjs'
import { open } from './journey.mjs'
import { prosumers } from './prosumer.journeys.mjs'
import { everyRole } from './roles.journeys.mjs'
import { everyScreen } from './screens.journeys.mjs'
import { staff } from './staff.journeys.mjs'

const stage = await open(process.argv)
await firstLoad(stage)
await prosumers(stage)
await staff(stage)
await everyRole(stage)
await accounts(stage)
await everyScreen(stage)
await stage.end()
