#!/bin/sh
# At an instance's first start: installs what the service needs, then starts it. The package repository does not always answer
# at once. Six tries take under five minutes, in which the load balancer waits; then Auto Scaling starts another instance.
install() {
  pause=5
  until dnf install --assumeyes "$@"; do
    if [ "$pause" -gt 80 ]; then
      echo "first boot: $* cannot be installed"
      exit 1
    fi
    echo "first boot: $* not installed, next try in $pause seconds"
    sleep "$pause"
    pause=$((pause * 2))
  done
}

install nodejs24
systemctl enable --now SERVICE_NAME.service
