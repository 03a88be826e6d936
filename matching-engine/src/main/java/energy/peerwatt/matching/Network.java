package energy.peerwatt.matching;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Which areas trade with each other, at what fee, and how much may flow between them. */
final class Network {

    private Network() {}

    /** Whether an area's rules may become these without breaking a link. */
    static boolean allows(Area area, DatedRules[] rules) {
        for (Link link : area.imports) {
            if (!link.fits(link.seller.allRules(), rules)) {
                return false;
            }
        }
        for (Link link : area.exports) {
            if (!link.fits(rules, link.buyer.allRules())) {
                return false;
            }
        }
        return true;
    }

    /** Whether two areas could be linked from an interval on. */
    static boolean fit(Area seller, Area buyer, long from) {
        return haveSameIntervals(seller, buyer)
                && seller.tick == buyer.tick
                && Link.fit(seller.allRules(), buyer.allRules(), from, Long.MAX_VALUE);
    }

    static boolean haveSameIntervals(Area some, Area other) {
        return some != other && some.intervalLength == other.intervalLength;
    }

    /**
     * Sets the fee from one area's sellers to another's buyers for all intervals from one on.
     *
     * @param fee micro-currency per kWh, or {@link Link#CLOSED}
     */
    static void link(Area seller, Area buyer, long from, long fee) {
        Link link = find(seller, buyer);
        if (link == null) {
            link = add(seller, buyer);
        }
        link.change(from, fee);
        link.forgetBefore(Math.min(seller.nextToClose(), buyer.nextToClose()));
    }

    static void capacity(Area from, Area to, long index, long wattHours) {
        border(from, to).capacity(from, index, wattHours);
    }

    /** Notes a trade between two areas. */
    static void sold(Area from, Area to, long index, long wattHours) {
        border(from, to).sold(from, index, wattHours);
    }

    /** Forgets an interval whose gate closed in this area. */
    static void forget(Area area, long index) {
        for (Border border : area.borders) {
            border.forget(index);
        }
    }

    private static @Nullable Link find(Area seller, Area buyer) {
        for (Link link : seller.exports) {
            if (link.buyer == buyer) {
                return link;
            }
        }
        return null;
    }

    private static Link add(Area seller, Area buyer) {
        Link link = new Link(seller, buyer, border(seller, buyer));
        seller.exports.add(link);
        seller.exports.sort(Comparator.comparingInt(l -> l.buyer.id));
        buyer.imports.add(link);
        buyer.imports.sort(Comparator.comparingInt(l -> l.seller.id));
        return link;
    }

    /** The border of two different areas. */
    static Border border(Area some, Area other) {
        for (Border border : some.borders) {
            if (border.first == other || border.second == other) {
                return border;
            }
        }
        boolean ascending = some.id < other.id;
        Border border = new Border(ascending ? some : other, ascending ? other : some);
        some.borders.add(border);
        some.borders.sort(Border.BY_AREAS);
        other.borders.add(border);
        other.borders.sort(Border.BY_AREAS);
        return border;
    }

    /** What an area's exports cost and what flows over the borders that it is the first area of. */
    static void write(Area area, StateWriter out) {
        out.int32(area.exports.size());
        for (Link link : area.exports) {
            out.int32(link.buyer.id);
            link.write(out);
        }
        int count = 0;
        for (Border border : area.borders) {
            count += border.first == area ? 1 : 0;
        }
        out.int32(count);
        for (Border border : area.borders) {
            if (border.first == area) {
                out.int32(border.second.id);
                border.write(out);
            }
        }
    }

    static void read(Area area, Areas areas, WireReader in) {
        int links = in.int32();
        for (int i = 0; i < links; i++) {
            add(area, areas.get(in.int32())).read(in);
        }
        int borders = in.int32();
        for (int i = 0; i < borders; i++) {
            border(area, areas.get(in.int32())).read(in);
        }
    }
}
