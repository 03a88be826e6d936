/** Strict reading of the JSON files of settlement: statements and country packs. */
@NullMarked
package energy.peerwatt.settlement.json;

import org.jspecify.annotations.NullMarked;
