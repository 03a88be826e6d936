// Where the homes of a street stand. Wide: homes on both sides of roads that run left to right, the
// transformer at the left end. Narrow: one road that runs down the page with homes left and right.

export interface Box {
  x: number
  y: number
  w: number
  h: number
}

export interface Spot {
  /** The whole cell of the home, the target of pointer and focus. */
  cell: Box
  house: Box
  label: Box & { align: 'left' | 'center' | 'right' }
  street: number
  /** 0: above or left of the road; 1: below or right of it. */
  side: 0 | 1
}

export interface StreetPlan {
  wide: boolean
  width: number
  height: number
  roads: Box[]
  spots: Spot[]
  transformer: { house: Box; label: Box & { align: 'left' | 'center' } }
  /** Band in which flows change from one road to another; null with one road. */
  trunk: { from: number; to: number } | null
}

const NARROW_PX = 560
const SKY = 42
const LABEL_H = 47
const ASPECT = 0.8

export function planStreet(count: number, width: number): StreetPlan {
  return width < NARROW_PX ? planNarrow(count, width) : planWide(count, width)
}

function planWide(count: number, width: number): StreetPlan {
  const left = 88
  const right = 14
  const usable = width - left - right
  const perRow = Math.max(1, Math.floor(usable / 88))
  const streets = Math.max(1, Math.ceil(count / (2 * perRow)))
  const perStreet = Math.ceil(count / streets)
  const columns = Math.ceil(perStreet / 2)
  const few = columns <= 3
  const cell = Math.min(usable / columns, few ? 210 : 150)
  const houseW = Math.min(few ? 116 : 96, Math.max(56, cell * 0.74))
  const houseH = houseW * ASPECT
  const roadH = streets > 1 ? 84 : 104
  const streetH = 2 * LABEL_H + 2 * houseH + roadH + 18
  const roads: Box[] = []
  const spots: Spot[] = []
  for (let street = 0; street < streets; street++) {
    const here = Math.min(perStreet, count - street * perStreet)
    const top = SKY + street * (streetH + 22)
    const roadY = top + LABEL_H + houseH + 4
    roads.push({ x: 0, y: roadY, w: width, h: roadH })
    for (let index = 0; index < here; index++) {
      const side = (index % 2) as 0 | 1
      const inRow = side === 0 ? Math.ceil(here / 2) : Math.floor(here / 2)
      const start = left + (usable - cell * inRow) / 2
      const x = start + cell * Math.floor(index / 2)
      const houseY = side === 0 ? top + LABEL_H : roadY + roadH + 10
      const labelY = side === 0 ? top : houseY + houseH + 6
      spots.push({
        cell: { x, y: side === 0 ? top - 4 : roadY + roadH + 2, w: cell, h: LABEL_H + houseH + 10 },
        house: { x: x + (cell - houseW) / 2, y: houseY, w: houseW, h: houseH },
        label: { x, y: labelY, w: cell, h: LABEL_H, align: 'center' },
        street,
        side,
      })
    }
  }
  const first = roads[0]
  const poleW = 56
  const poleH = poleW * 1.1
  return {
    wide: true,
    width,
    height: SKY + streets * streetH + (streets - 1) * 22 + 6,
    roads,
    spots,
    transformer: {
      house: { x: 18, y: (first?.y ?? 0) - 3 - poleH, w: poleW, h: poleH },
      label: { x: 2, y: SKY, w: left, h: LABEL_H, align: 'center' },
    },
    trunk: streets > 1 ? { from: 10, to: left - 22 } : null,
  }
}

function planNarrow(count: number, width: number): StreetPlan {
  const roadW = Math.max(58, Math.min(120, width * 0.22))
  const sideW = (width - roadW) / 2
  const houseW = Math.min(70, Math.max(44, sideW - 66))
  const houseH = houseW * ASPECT
  const rowH = Math.max(74, houseH + 26)
  const top = 82
  const rows = Math.ceil(count / 2)
  const roadX = (width - roadW) / 2
  const spots = Array.from({ length: count }, (_, index): Spot => {
    const side = (index % 2) as 0 | 1
    const y = top + 8 + rowH * Math.floor(index / 2)
    const houseX = side === 0 ? roadX - houseW - 4 : roadX + roadW + 4
    const labelW = sideW - houseW - 10
    return {
      cell: { x: side === 0 ? 0 : roadX + roadW, y: y - 4, w: sideW, h: rowH - 2 },
      house: { x: houseX, y: y + (rowH - houseH) / 2 - 6, w: houseW, h: houseH },
      label: {
        x: side === 0 ? 2 : width - labelW - 2,
        y: y + (rowH - LABEL_H) / 2 - 3,
        w: labelW,
        h: LABEL_H,
        align: side === 0 ? 'right' : 'left',
      },
      street: 0,
      side,
    }
  })
  return {
    wide: false,
    width,
    height: top + 16 + rowH * rows,
    roads: [{ x: roadX, y: top - 6, w: roadW, h: rowH * rows + 22 }],
    spots,
    transformer: {
      house: { x: (width - 52) / 2, y: 22, w: 52, h: 54 },
      label: { x: (width - 52) / 2 - 84, y: 26, w: 78, h: LABEL_H, align: 'left' },
    },
    trunk: null,
  }
}
