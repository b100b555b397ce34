"""What is looked up beside the measurements, so that a verdict can be explained."""
