package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.unit.Price;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTest {

    private record Key(long participant, long clientOrderId) {}

    private static final long WINDOW = 5_000;

    private final Area area = Area.open(TestMarket.rules(TestMarket.AREA, Price.ZERO), 0, 0);

    /** Intervals of very different life, so that some orders outlive a thousand pages. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void equalsMapsOfOrders(long seed) {
        Random random = new Random(seed);
        Orders orders = new Orders();
        OpenInterval[] intervals = new OpenInterval[8];
        TreeMap<Long, Key> byId = new TreeMap<>();
        Map<Long, Integer> places = new HashMap<>();
        Map<Key, Long> closed = new HashMap<>();
        long id = 0;
        for (int i = 0; i < 300_000; i++) {
            int place = Math.min(7, Integer.numberOfTrailingZeros(random.nextInt() | 128));
            OpenInterval interval = intervals[place];
            if (interval == null) {
                interval = new OpenInterval(area, i, 0);
                intervals[place] = interval;
            }
            id += 1 + random.nextInt(random.nextInt(1_000) == 0 ? 5_000 : 2);
            Key key = new Key(1 + random.nextInt(50), random.nextLong());
            add(orders, id, key, interval);
            byId.put(id, key);
            places.put(id, place);
            if (random.nextInt(1_000) < 8 >> place) {
                orders.close(interval, i + WINDOW);
                intervals[place] = null;
                for (long old : List.copyOf(byId.keySet())) {
                    if (places.get(old) == place) {
                        closed.put(byId.remove(old), i + WINDOW);
                    }
                }
            }
            if (i % 3_000 == 0) {
                long now = i;
                orders.forgetClosed(area, now);
                closed.forEach((old, until) -> assertKnown(orders, old, until > now));
                closed.values().removeIf(until -> until <= now);
            }
        }
        assertEqual(orders, byId);
    }

    private static void assertKnown(Orders orders, Key key, boolean known) {
        Order found = orders.find(key.participant(), key.clientOrderId());
        assertThat(found != null).isEqualTo(known);
        if (found != null) {
            assertThat(found.clientOrderId).isEqualTo(key.clientOrderId());
            assertThat(found.isOpen()).isFalse();
        }
    }

    private static void add(Orders orders, long id, Key key, OpenInterval interval) {
        Order order = orders.take();
        order.id = id;
        order.participantId = key.participant();
        order.participant = (int) key.participant();
        order.clientOrderId = key.clientOrderId();
        order.interval(interval);
        orders.add(order);
    }

    private static void assertEqual(Orders orders, SortedMap<Long, Key> byId) {
        assertThat(orders.size()).isEqualTo(byId.size());
        List<Long> found = new ArrayList<>();
        orders.forEach(order -> found.add(order.id));
        assertThat(found).isEqualTo(List.copyOf(byId.keySet()));
        byId.forEach((id, key) -> {
            assertThat(orders.get(id).clientOrderId).isEqualTo(key.clientOrderId());
            assertThat(orders.find(key.participant(), key.clientOrderId()))
                    .isSameAs(orders.get(id));
            assertThat(orders.find(key.participant() + 1, key.clientOrderId())).isNull();
        });
        for (int participant = 0; participant < 60; participant++) {
            List<Long> own = new ArrayList<>();
            orders.forEach(participant, order -> own.add(order.id));
            long number = participant;
            assertThat(own.reversed())
                    .isEqualTo(
                            byId.entrySet().stream()
                                    .filter(entry -> entry.getValue().participant() == number)
                                    .map(Map.Entry::getKey)
                                    .toList());
        }
    }

    @Test
    void objectsAreUsedAgain() {
        Orders orders = new Orders();
        OpenInterval interval = new OpenInterval(area, 1, 0);
        add(orders, 1, new Key(1, 1), interval);
        Order first = orders.get(1);
        orders.close(interval, 10);
        orders.forgetClosed(area, 9);
        assertThat(orders.take()).isNotSameAs(first);

        orders.forgetClosed(area, 10);

        assertThat(orders.take()).isSameAs(first);
        assertThat(orders.find(1)).isNull();
        assertThatThrownBy(() -> orders.get(1)).isInstanceOf(IllegalStateException.class);
    }
}
