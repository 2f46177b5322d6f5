package solo.eventstore.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import solo.core.deploy.ServiceSpec;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;

/** Records with random content of every kind that they accept, hostile text among it. */
public final class RandomRecords {
  private static final String[] ODD = {
    "",
    "\0",
    "\n",
    "\u001b[2J",
    "\"",
    "\\",
    "\\u0041",
    "\u2028",
    "\u202e",
    "\ud83d\ude00",
    "\ud83d",
    "\ude00",
    "\ude00\ud83d",
    "\u007f",
    "\u0085",
    "\ufeff",
    "\uffff",
    "ü",
    "</script>",
    "null"
  };

  private final Random random;

  /** The same for the same seed. */
  public RandomRecords(long seed) {
    random = new Random(seed);
  }

  /** A draft of a random type but the one that is never written. */
  public EventDraft draft() {
    List<Class<? extends Payload>> types = new ArrayList<>(Payload.types().values());
    types.remove(Payload.Unreadable.class);
    Payload payload = (Payload) record(types.get(random.nextInt(types.size())));
    boolean ofTenant = random.nextBoolean();
    String tenant = ofTenant ? id() : "";
    String subject = ofTenant && random.nextBoolean() ? id() : "";
    long cause = random.nextBoolean() ? 0 : random.nextLong() >>> 1;
    return new EventDraft(tenant, subject, text(), text(), cause, payload);
  }

  /** A state of up to so many services. */
  public SystemState state(long id, int services) {
    TreeMap<ServiceKey, ServiceRecord> byKey = new TreeMap<>();
    for (int i = 0; i < services; i++) {
      ServiceRecord service = (ServiceRecord) record(ServiceRecord.class);
      byKey.put(service.key(), service);
    }
    return new SystemState(id, random.nextBoolean(), random.nextBoolean(), byKey);
  }

  /** A random record; one that its constructor refuses is drawn again. */
  public Record record(Class<?> type) {
    if (type == ServiceSpec.class) {
      return spec();
    } else if (type == ServiceKey.class) {
      return new ServiceKey(id(), id());
    }
    while (true) {
      try {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components).map(c -> value(c.getGenericType())).toArray();
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return (Record) constructor.newInstance(values);
      } catch (InvocationTargetException e) {
        if (!(e.getCause() instanceof IllegalArgumentException)) {
          throw new IllegalStateException(e);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type element = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(value(element));
      }
      return random.ints(random.nextInt(4)).mapToObj(i -> value(element)).toList();
    } else if (type == String.class) {
      return text();
    } else if (type == long.class) {
      return number();
    } else if (type == int.class) {
      return (int) number();
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (((Class<?>) type).isEnum()) {
      Object[] constants = ((Class<?>) type).getEnumConstants();
      return constants[random.nextInt(constants.length)];
    }
    return record((Class<?>) type);
  }

  private long number() {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> Long.MAX_VALUE;
      case 2 -> Long.MIN_VALUE;
      case 3 -> random.nextLong();
      default -> random.nextInt(1000);
    };
  }

  private ServiceSpec spec() {
    StringBuilder digest = new StringBuilder();
    random.ints(64, 0, 16).forEach(digit -> digest.append(Character.forDigit(digit, 16)));
    return new ServiceSpec(
        ServiceSpec.BUNDLE,
        digest.toString(),
        1L + random.nextInt(Integer.MAX_VALUE),
        "s" + text(),
        "1" + text(),
        text(),
        random.nextInt(9),
        1 + random.nextInt(99),
        1 + random.nextInt(99),
        1 + random.nextInt(99));
  }

  private String id() {
    return "a" + Integer.toString(random.nextInt(1000), 36);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      boolean odd = random.nextInt(3) == 0;
      text.append(odd ? ODD[random.nextInt(ODD.length)] : (char) (' ' + random.nextInt(95)));
    }
    return text.toString();
  }
}
