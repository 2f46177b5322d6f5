package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Rule;
import org.junit.Test;
import solo.core.testing.BundleJar;

public class MissingRequirementsTest {
  @Rule public final DeployWorld world = new DeployWorld();

  @Test
  public void dep03_everyMissingPackageIsNamedAndOptionalOnesAreNot() throws Exception {
    assertEquals(
        "missing package a.b 1.2.0 or later; missing package c.d",
        why("Import-Package", "a.b;version=1.2,c.d,e.f;resolution:=optional"));
  }

  @Test
  public void dep03_otherVersionsOfThePackageAreNamed() throws Exception {
    world.deploy("gson", new BundleJar("gson").header("Export-Package", "com.gson;version=2.1.0"));

    assertEquals(
        "missing package com.gson [3.0.0,4.0.0) (there is 2.1.0 of gson 1.0.0)",
        why("Import-Package", "com.gson;version=\"[3,4)\""));
  }

  @Test
  public void dep03_requiredBundleIsNamed() throws Exception {
    assertEquals(
        "missing bundle com.acme.base [1.0.0,2.0.0)",
        why("Require-Bundle", "com.acme.base;bundle-version=\"[1,2)\""));
  }

  @Test
  public void dep03_capabilityIsNamed() throws Exception {
    assertEquals(
        "missing capability osgi.extender osgi.component [1.3.0,2.0.0)",
        why(
            "Require-Capability",
            "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)"
                + "(version>=1.3.0)(!(version>=2.0.0)))\""));
  }

  @Test
  public void dep03_executionEnvironmentIsNamed() throws Exception {
    assertEquals(
        "missing execution environment JavaSE 99 (this Java is "
            + Runtime.version().feature()
            + ")",
        why("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""));
  }

  @Test
  public void dep03_whatAnUnresolvedProviderLacksIsNamed() throws Exception {
    world.framework.getBundleContext();
    world.deploy("base", new BundleJar("base").header("Export-Package", "base"));
    world.deploy(
        "middle",
        new BundleJar("middle")
            .header("Import-Package", "base")
            .header("Export-Package", "middle"));
    world.kill("base");

    assertEquals("missing package base, required by middle 1.0.0", why("Import-Package", "middle"));
  }

  @Test
  public void dep03_conflictOfUsesIsTheFrameworksWords() throws Exception {
    world.deploy("old", new BundleJar("old").header("Export-Package", "p;version=1.0.0"));
    world.deploy(
        "lib",
        new BundleJar("lib")
            .header("Import-Package", "p;version=\"[1,2)\"")
            .header("Export-Package", "lib;uses:=p"));
    world.deploy("new", new BundleJar("new").header("Export-Package", "p;version=2.0.0"));

    String why = why("Import-Package", "lib,p;version=2.0.0");

    assertTrue(why, why.startsWith("nothing is missing, yet it does not resolve: "));
    assertTrue(why, why.contains("Uses constraint violation"));
  }

  private String why(String header, String value) throws Exception {
    return world.refused("needy", new BundleJar("needy").header(header, value)).getMessage();
  }
}
