package energy.peerwatt.edge.sunspec;

import java.util.List;
import java.util.Optional;

/**
 * The registers of one point, for writing it.
 *
 * @param address of its first register
 * @param registers how many it takes
 */
public record PointPlace(int address, int registers) {

    /**
     * Where a point of a model is; empty if the layout does not have it outside of groups or the
     * device says that the model ends before.
     */
    public static Optional<PointPlace> of(ModelHeader header, String name) {
        int at = header.firstPoint();
        for (ModelLayout.Point point :
                ModelLayout.of(header.id()).map(ModelLayout::points).orElse(List.of())) {
            int end = at + point.registers();
            if (point.name().equals(name) && end <= header.next()) {
                return Optional.of(new PointPlace(at, point.registers()));
            }
            at = end;
        }
        return Optional.empty();
    }
}
