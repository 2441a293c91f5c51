# What people type most; README and CONTRIBUTING.md say more.
.PHONY: build test format quickstart clean

# Builds the jars of all modules, without tests.
build:
	mvn -B -DskipTests -Dmaven.test.skip=true package

# Runs all tests.
test:
	mvn -B verify

# Formats the Java code.
format:
	mvn -B spotless:apply

# Takes a real corpus to a trained model and a sample of its text.
quickstart:
	bin/tauspark quickstart

# Removes everything that was built, and what the quickstart wrote to target/quickstart.
clean:
	mvn -B clean
